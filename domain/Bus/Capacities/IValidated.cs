namespace Auctions.Bus;

/// <summary>A command that can tell, without any state, that it can't be right.</summary>
public interface IValidated
{
    /// <summary>Every field that is wrong; null or empty where none is.</summary>
    IReadOnlyList<FieldProblem>? Validate();
}

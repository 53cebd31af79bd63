namespace Dapr.Workflow.Abstractions;

/// <summary>The name of a workflow or an activity.</summary>
/// <param name="Name">The name.</param>
public readonly record struct TaskIdentifier(string Name)
{
    /// <summary>The identifier of a name.</summary>
    public static implicit operator TaskIdentifier(string name) => new(name);

    /// <summary>The name of an identifier.</summary>
    public static implicit operator string(TaskIdentifier identifier) => identifier.Name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

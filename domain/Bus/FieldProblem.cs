namespace Auctions.Bus;

/// <summary>One field that can't be right, and why, in words for the person who sent it.</summary>
/// <param name="Field">The field's name as the sender wrote it, for example <c>amount</c>.</param>
/// <param name="Problem">What is wrong with it, for example <c>must be above 0</c>.</param>
public readonly record struct FieldProblem(string Field, string Problem);

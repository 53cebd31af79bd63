namespace Dapr.Workflow;

/// <summary>The result of a call whose result nobody wants, and so nobody reads.</summary>
internal readonly struct Nothing;

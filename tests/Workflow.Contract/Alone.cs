namespace Workflow.Contract.Tests;

/// <summary>Tests that measure time, and so don't run beside other tests.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

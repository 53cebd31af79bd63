namespace Workflow.Contract.Tests;

/// <summary>Tests that measure time: they run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

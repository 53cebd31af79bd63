using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Registration;
using Grpc.Net.Client;

namespace Dapr.Workflow;

/// <summary>What a worker runs, and how it is connected.</summary>
public sealed class WorkflowRuntimeOptions
{
    private const string ObsoleteInThePackage = "The package no longer heeds this: set it on the sidecar instead.";

    /// <summary>How the channel to the sidecar is made; null for this library's own way.</summary>
    public GrpcChannelOptions? GrpcChannelOptions { get; private set; }

    /// <summary>How many turns of workflows the sidecar gives out at once at most; 100 by default.</summary>
    [Obsolete(ObsoleteInThePackage)]
    public int MaxConcurrentWorkflows
    {
        get => MaxWorkflows;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            MaxWorkflows = value;
        }
    }

    /// <summary>How many activities the sidecar gives out at once at most; 100 by default.</summary>
    [Obsolete(ObsoleteInThePackage)]
    public int MaxConcurrentActivities
    {
        get => MaxActivities;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            MaxActivities = value;
        }
    }

    internal int MaxWorkflows { get; private set; } = 100;

    internal int MaxActivities { get; private set; } = 100;

    internal List<WorkflowRegistration> Workflows { get; } = [];

    internal List<ActivityRegistration> Activities { get; } = [];

    /// <summary>Makes the channel to the sidecar in a way of one's own.</summary>
    public void UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        ArgumentNullException.ThrowIfNull(grpcChannelOptions);
        GrpcChannelOptions = grpcChannelOptions;
    }

    /// <summary>Registers a function as a workflow.</summary>
    public void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        Workflows.Add(WorkflowRegistration.Of(name, implementation));
    }

    /// <summary>Registers a class as a workflow.</summary>
    /// <param name="name">The name it is started by; the class's own where it is null.</param>
    public void RegisterWorkflow<TWorkflow>(string? name = null) where TWorkflow : class, IWorkflow =>
        Workflows.Add(WorkflowRegistration.Of(name, typeof(TWorkflow)));

    /// <summary>Registers a function as an activity.</summary>
    public void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        Activities.Add(ActivityRegistration.Of(name, implementation));
    }

    /// <summary>Registers a class as an activity.</summary>
    /// <param name="name">The name it is called by; the class's own where it is null.</param>
    public void RegisterActivity<TActivity>(string? name = null) where TActivity : class, IWorkflowActivity =>
        Activities.Add(ActivityRegistration.Of(name, typeof(TActivity)));
}

using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow.Registration;

/// <summary>An activity that a worker can run.</summary>
/// <param name="Name">The name it is called by.</param>
/// <param name="NeedsServices">Whether making it asks the services for something.</param>
/// <param name="Make">Makes it, anew for every call.</param>
internal sealed record ActivityRegistration(string Name, bool NeedsServices, Func<IServiceProvider, IWorkflowActivity> Make)
{
    /// <summary>The name of the span around each run.</summary>
    public string SpanName { get; } = "WorkflowActivity " + Name;

    public static ActivityRegistration Of(string? name, Type type)
    {
        var factory = new TypeFactory(type);
        return new ActivityRegistration(
            name ?? type.Name, factory.NeedsServices, services => (IWorkflowActivity)factory.Make(services));
    }

    public static ActivityRegistration Of<TInput, TOutput>(
        string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        var activity = new FunctionActivity<TInput, TOutput>(implementation);
        return new ActivityRegistration(name, NeedsServices: false, _ => activity);
    }
}

namespace Dapr.Workflow.Registration;

/// <summary>A workflow that a worker can run.</summary>
/// <param name="Name">The name it is started by.</param>
/// <param name="NeedsServices">Whether making it asks the services for something.</param>
/// <param name="Make">Makes it, anew for every turn.</param>
internal sealed record WorkflowRegistration(string Name, bool NeedsServices, Func<IServiceProvider, IWorkflow> Make)
{
    public static WorkflowRegistration Of(string? name, Type type)
    {
        var factory = new TypeFactory(type);
        return new WorkflowRegistration(
            name ?? type.Name, factory.NeedsServices, services => (IWorkflow)factory.Make(services));
    }

    public static WorkflowRegistration Of<TInput, TOutput>(
        string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        var workflow = new FunctionWorkflow<TInput, TOutput>(implementation);
        return new WorkflowRegistration(name, NeedsServices: false, _ => workflow);
    }
}

using System.Reflection;
using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow.Registration;

/// <summary>
/// Registers what nobody registered by hand. The package has a source generator for it; here the assemblies that call
/// <see cref="WorkflowServiceCollectionExtensions"/> are looked through.
/// </summary>
internal sealed class AutomaticRegistrations(Assembly assembly)
{
    public IEnumerable<WorkflowRegistration> Workflows() =>
        Types().Where(typeof(IWorkflow).IsAssignableFrom).Select(type => WorkflowRegistration.Of(null, type));

    public IEnumerable<ActivityRegistration> Activities() =>
        Types().Where(typeof(IWorkflowActivity).IsAssignableFrom).Select(type => ActivityRegistration.Of(null, type));

    private IEnumerable<Type> Types() =>
        assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false, IsNestedPrivate: false });
}

using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Registration;

/// <summary>Makes instances of a class, by a scope's services where its constructor asks for some.</summary>
internal sealed class TypeFactory(Type type)
{
    private readonly ObjectFactory _make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);

    /// <summary>Whether there is anything to ask a scope for; making one costs more than the rest of a short turn.</summary>
    public bool NeedsServices { get; } =
        type.GetConstructors() is not [var constructor] || constructor.GetParameters().Length > 0;

    public object Make(IServiceProvider services) => _make(services, null);
}

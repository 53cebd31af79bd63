using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;
using Grpc.Core;

namespace Embedded.Sidecar.Api.State;

/// <summary>The state stores of this app, by name.</summary>
internal sealed class StateStores
{
    private readonly Dictionary<string, StateStore> _stores;
    private readonly string _appId;

    public StateStores(IHub hub, ResourceSet resources, string appId, TimeProvider time)
    {
        _appId = appId;
        _stores = resources.Components.Values.Where(component => component.IsState).ToDictionary(
            component => component.Name,
            component => new StateStore(
                hub, component.Name, Prefix(component),
                new PolicyRunner(resources.Resiliency.Outbound.GetValueOrDefault(component.Name), time)),
            StringComparer.Ordinal);
    }

    /// <summary>The store of this name.</summary>
    /// <exception cref="DaprError">There is no store of this name.</exception>
    public StateStore Of(string name) =>
        _stores.TryGetValue(name, out var store) ? store
        : _stores.Count == 0
            ? throw new DaprError(
                StatusCodes.Status500InternalServerError, "ERR_STATE_STORE_NOT_CONFIGURED", "state store is not configured",
                StatusCode.FailedPrecondition, "DAPR_STATE_NOT_CONFIGURED")
            : throw DaprError.InvalidArgument("ERR_STATE_STORE_NOT_FOUND", $"state store {name} is not found", "DAPR_STATE_NOT_FOUND");

    // Dapr's rule: the prefix is the app-id, unless the component's metadata says that apps share the store.
    private string Prefix(Component component) => component.Metadata.GetValueOrDefault("keyPrefix", "appid") switch
    {
        "none" => "",
        "name" => $"{component.Name}||",
        "appid" => $"{_appId}||",
        var own => $"{own}||",
    };
}

using Embedded.Hub;
using Embedded.Sidecar.Resiliency;
using Embedded.Sidecar.Resources;
using Grpc.Core;

namespace Embedded.Sidecar.State;

/// <summary>The stores of this app, by name.</summary>
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
    /// <exception cref="DaprError">There is none.</exception>
    public StateStore Of(string name) =>
        _stores.TryGetValue(name, out var store) ? store
        : _stores.Count == 0
            ? throw new DaprError(StatusCodes.Status500InternalServerError, "ERR_STATE_STORE_NOT_CONFIGURED", "state store is not configured", StatusCode.FailedPrecondition, "DAPR_STATE_NOT_CONFIGURED")
            : throw new DaprError(StatusCodes.Status400BadRequest, "ERR_STATE_STORE_NOT_FOUND", $"state store {name} is not found", StatusCode.InvalidArgument, "DAPR_STATE_NOT_FOUND");

    // Dapr's rule: the app's id, unless the component says that apps share it.
    private string Prefix(Component component) => component.Metadata.GetValueOrDefault("keyPrefix", "appid") switch
    {
        "none" => "",
        "name" => $"{component.Name}||",
        "appid" => $"{_appId}||",
        var own => $"{own}||",
    };
}

namespace Embedded.Sidecar.Hub;

/// <summary>A running app instance, as its sidecar announces it.</summary>
/// <param name="InstanceId">Unique in the hub.</param>
/// <param name="AppId">The app-id.</param>
/// <param name="Address">Where the instance's sidecar accepts invocations from other sidecars, for example <c>http://127.0.0.1:50123</c>.</param>
internal sealed record AppInstance(string InstanceId, string AppId, string Address);

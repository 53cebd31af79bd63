namespace Embedded.Hub;

/// <summary>A running app instance, as its sidecar announces it.</summary>
/// <param name="InstanceId">Unique in the hub.</param>
/// <param name="AppId">The app-id.</param>
/// <param name="Address">Where the sidecar takes invocations for it from other sidecars, for example <c>http://127.0.0.1:50123</c>.</param>
public sealed record AppInstance(string InstanceId, string AppId, string Address);

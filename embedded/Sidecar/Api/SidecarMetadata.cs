using System.Collections.Concurrent;
using Embedded.Sidecar.App;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Resources;

namespace Embedded.Sidecar.Api;

/// <summary>What the metadata API returns, over HTTP and gRPC.</summary>
internal sealed class SidecarMetadata(SidecarOptions options, ResourceSet resources, Subscriptions subscriptions)
{
    /// <summary>The version that the API returns: that of the daprd with this protocol, and a mark that this isn't daprd.</summary>
    public const string RuntimeVersion = "1.18-embedded";

    private readonly ConcurrentDictionary<string, string> _extended = new(StringComparer.Ordinal);

    public SidecarOptions Options => options;

    public string AppProtocolName => options.AppProtocol == AppProtocol.Grpc ? "grpc" : "http";

    public IReadOnlyCollection<Component> Components => resources.Components.Values;

    public IReadOnlyList<AppSubscription> Subscriptions => subscriptions.Current;

    /// <summary>The values that the app has set, and the runtime's version.</summary>
    public IReadOnlyDictionary<string, string> Extended => new Dictionary<string, string>(_extended) { ["daprRuntimeVersion"] = RuntimeVersion };

    public void SetExtended(string key, string value) => _extended[key] = value;
}

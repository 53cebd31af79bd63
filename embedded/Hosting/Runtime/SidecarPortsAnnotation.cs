using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Runtime;

// Tells a project where its sidecar listens, as the toolkit does.
internal sealed class SidecarPortsAnnotation(DaprCliResource sidecar) : EnvironmentCallbackAnnotation(context => Tell(context, sidecar))
{
    private static void Tell(EnvironmentCallbackContext context, DaprCliResource sidecar)
    {
        foreach (var (protocol, name) in new[] { ("http", "HTTP"), ("grpc", "GRPC") })
        {
            var endpoint = sidecar.GetEndpoint(protocol);
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_PORT", endpoint.Port.ToString(CultureInfo.InvariantCulture));
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_ENDPOINT", endpoint);
        }
    }
}

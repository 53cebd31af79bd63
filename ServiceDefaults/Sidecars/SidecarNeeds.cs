using Auctions.ServiceDefaults.Health;
using Dapr.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.ServiceDefaults.Sidecars;

/// <summary>What a process needs of its sidecar. A sidecar that is stopped still accepts connections, so both are calls.</summary>
public static class SidecarNeeds
{
    /// <summary>The process needs its sidecar, and a state store behind it.</summary>
    /// <param name="services">The services; they have a <see cref="DaprClient"/>.</param>
    /// <param name="store">The component's name.</param>
    public static IServiceCollection AddSidecarNeeds(this IServiceCollection services, string store) => services
        .AddSingleton<INeed, SidecarNeed>()
        .AddSingleton<INeed>(provider => new StoreNeed(provider.GetRequiredService<DaprClient>(), store));

    private sealed class SidecarNeed(DaprClient dapr) : INeed
    {
        public string Name => "sidecar";

        public Task AskAsync(CancellationToken cancellation) => dapr.GetMetadataAsync(cancellation);
    }

    private sealed class StoreNeed(DaprClient dapr, string store) : INeed
    {
        // Nobody writes it. A store that looks for it in vain is there.
        private const string Key = "health";

        public string Name => "store";

        public Task AskAsync(CancellationToken cancellation) => dapr.GetStateAsync<string?>(store, Key, cancellationToken: cancellation);
    }
}

using Auctions.DeadLetters;
using Auctions.Views;
using Auctions.Sessions;
using Auctions.Store;
using Dapr.Client;

namespace Auctions.Api.Reading;

/// <summary>Registers what Api reads the store with. Api never writes to the store: workers do.</summary>
internal static class Readers
{
    public static void AddReaders(this IServiceCollection services)
    {
        services.AddSingleton<IDocuments>(provider => new DaprDocuments(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton<IAuctionReader, AuctionReader>();
        services.AddSingleton<ISessionReader, SessionReader>();
        services.AddSingleton<AuctionAudit>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<IUndecidedCommands, CommandsOfWorkers>().AddSingleton<CommandLookup>();
    }
}

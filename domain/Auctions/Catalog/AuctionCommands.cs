using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Sessions;

namespace Auctions.Catalog;

/// <summary>
/// The one list of commands. Dependency injection, the catalogue by name, workflows, activities and the topic are derived
/// from it. A command that is not in the list can't be sent.
/// </summary>
public static class AuctionCommands
{
    /// <summary>Every command of the system.</summary>
    public static IReadOnlyList<CommandType> All { get; } =
    [
        CommandType.Of<AuctionRaiseCommand>(),
        CommandType.Of<OpenAuctionCommand>(),
        CommandType.Of<OpenSessionCommand>(),
        CommandType.Of<AuctioneerCommand>(),
    ];

    /// <summary>The commands by name; reads and writes them as JSON between processes.</summary>
    public static CommandCatalog Catalog { get; } = new(AuctionJson.Options, All);

    /// <summary>The handlers of all commands, each once.</summary>
    public static IEnumerable<Type> Handlers => All.SelectMany(command => command.Handlers).Distinct();
}

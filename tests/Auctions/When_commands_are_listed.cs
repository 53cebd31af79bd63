using System.Text.Json;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Sessions;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_commands_are_listed
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(1));

    private static readonly AuctionTerms Terms = new("A clock", "EUR", 10.50m, [new IncrementBand(0, 0.50m)], At, At.AddHours(1))
    {
        ReservePrice = 20.0m,
        SoftClose = new SoftClose(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), null),
    };

    private static readonly SessionTerms Evening =
        new("An evening", At, TimeSpan.FromMinutes(1), null, [new LotTerms(Terms, TimeSpan.FromMinutes(5))]);

    /// <summary>Commands, and their fingerprints as earlier versions stored them.</summary>
    public static TheoryData<object, string> Stored => new()
    {
        { new AuctionRaiseCommand("a.1", "a", "ann", 12.50m, At), "OYJ_sgRmbqgWpgT9" },
        { new AuctionRaiseCommand("a.1", "a", "ann", null, At) { Maximum = 30 }, "UpMgXehTmhNYhyOk" },
        { new OpenAuctionCommand("a.1", "a", "sue", Terms, At), "IE_eGMVDtvO9g9xY" },
        { new AuctioneerCommand("a.1", "a", "sue", DecisionKind.Void, At) { Bid = 3, Why = "a slip" }, "jwMo1KAdtQaaqK_q" },
        { new AuctioneerCommand("a.1", "a", "sue", DecisionKind.Increment, At) { Step = 2.50m }, "NgONXblZQ4jeAGQk" },
        { new OpenSessionCommand("s.1", "s", "sue", Evening, At), "0cRI-eafdgntEVlH" },
    };

    [Fact]
    public void None_of_the_domain_is_forgotten() => Assert.Equal(
        typeof(AuctionCommands).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IAuctionCommand))).Order(ByName),
        AuctionCommands.All.Select(command => command.Type).Order(ByName));

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_fingerprint_is_what_it_was_when_it_was_stored(object command, string fingerprint) =>
        Assert.Equal(fingerprint, Assert.IsAssignableFrom<IAuctionCommand>(command).Fingerprint);

    [Fact]
    public void A_command_is_written_without_what_is_derived_from_it()
    {
        var written = JsonSerializer.Deserialize<JsonElement>(
            AuctionCommands.Catalog.Write(new AuctioneerCommand("a.1", "a", "sue", DecisionKind.Pause, At)));

        Assert.Equal(
            ["auction", "commandId", "receivedAt", "user", "wish"],
            written.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("pause", written.GetProperty("wish").GetString());
    }

    [Fact]
    public void One_that_an_earlier_version_stored_by_number_means_the_same() => Assert.Equal(
        [DecisionKind.Pause, DecisionKind.Resume, DecisionKind.Cancel, DecisionKind.Hammer, DecisionKind.Increment, DecisionKind.Void],
        Enumerable.Range(0, 6).Select(number => JsonSerializer.Deserialize<DecisionKind>($"{number}", JsonSerializerOptions.Web)));

    private static Comparer<Type> ByName => Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));
}

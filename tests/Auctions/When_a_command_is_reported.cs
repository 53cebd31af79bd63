using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auctions;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Sessions;

namespace Auctions.Tests;

/// <summary>An error report, and an admin's list of dead letters, have of a command what <see cref="ReportedFields"/> lists.</summary>
public sealed class When_a_command_is_reported
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Commands => [.. AuctionCommands.All.Select(command => command.Name)];

    /// <summary>A new field fails here until somebody has decided whether it may be shown.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_field_is_shown_or_hidden(string command)
    {
        var type = AuctionCommands.All.Single(other => other.Name == command).Type;
        var lists = ReportedFields.All[command];

        Assert.Equal(PathsOf(type, "").Order(StringComparer.Ordinal), lists.Shown.Concat(lists.Hidden).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_other_command_is_listed() => Assert.Equal(Commands.Select(row => row.Data).Order(), ReportedFields.All.Keys.Order());

    [Theory]
    [InlineData(12, null)]
    [InlineData(null, 900)]
    public void A_raise_has_neither_its_bidder_nor_its_figure(int? amount, int? maximum) => Assert.Equal(
        $$"""{"commandId":"a1.r1","auction":"a1","bidder":"(text)",{{(amount is null ? "" : "\"amount\":\"(number)\",")}}"receivedAt":"2026-11-27T12:00:00+00:00"{{(maximum is null ? "" : ",\"maximum\":\"(number)\"")}}}""",
        Redact(new AuctionRaiseCommand("a1.r1", "a1", "bob", amount, Noon) { Maximum = maximum }));

    [Fact]
    public void A_new_auction_has_neither_its_seller_nor_its_reserve() => Assert.Equal(
        """
        {"commandId":"a1.open","auction":"a1","seller":"(text)","terms":{"title":"(text)","currency":"EUR","startingPrice":10,
        "increments":[{"from":0,"step":1}],"closesAt":"2026-11-27T12:00:00+00:00","ladderOnly":false,"reservePrice":"(number)",
        "buyNowPrice":80,"buyNowUntil":"priceReached"},"receivedAt":"2026-11-27T12:00:00+00:00"}
        """.ReplaceLineEndings(""),
        Redact(new OpenAuctionCommand("a1.open", "a1", "sue", Terms(), Noon)));

    [Fact]
    public void A_session_has_its_first_lots()
    {
        var lots = Enumerable.Repeat(new LotTerms(Terms(), TimeSpan.FromMinutes(1)), 25).ToArray();

        var redacted = Redact(new OpenSessionCommand("s1.open", "s1", "sue", new SessionTerms("Lamps", null, null, null, lots), Noon));

        Assert.EndsWith("""},"(5 more)"]},"receivedAt":"2026-11-27T12:00:00+00:00"}""", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("77", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("amp", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_nobody_has_listed_is_left_out() => Assert.Equal(
        """{"auction":"a1"}""",
        $"{ReportedFields.Redact("AuctionRaise", JsonSerializer.SerializeToElement(new { auction = "a1", Maximum = 900, secret = "x" }))}");

    [Fact]
    public void An_unknown_command_is_nothing() => Assert.Null(ReportedFields.Redact("Unheard", JsonSerializer.SerializeToElement(1)));

    private static AuctionTerms Terms() => new("A lamp", "EUR", 10, [new IncrementBand(0, 1)], null, Noon) { ReservePrice = 77, BuyNowPrice = 80 };

    private static string Redact<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand> =>
        JsonSerializer.Serialize(
            ReportedFields.Redact(CommandCatalog.NameOf<TCommand>(), JsonSerializer.SerializeToElement(command, AuctionJson.Options)),
            AuctionJson.Options);

    private static IEnumerable<string> PathsOf(Type type, string path)
    {
        var json = AuctionJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        return json.Kind switch
        {
            JsonTypeInfoKind.Object => json.Properties.Where(property => property.Get is not null)
                .SelectMany(property => PathsOf(property.PropertyType, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
            JsonTypeInfoKind.Enumerable => PathsOf(json.ElementType!, path),
            _ => [path],
        };
    }
}

using System.Text;
using System.Text.Json;
using Auctions.Events;

namespace Auctions.Tests;

public sealed class When_an_event_is_written
{
    public static TheoryData<IAuctionEvent> Events { get; } =
    [
        new AuctionOpenedEvent("a", 1, House.Noon, "A \"clock\" für €", "EUR", 10, 10, House.Noon, House.Noon.AddHours(1)),
        new AuctionRaisedEvent("a", 2, 12.5m, "ann", null, 1, 1, 13, true, House.Noon.AddHours(1), House.Noon, "a.1"),
        new AuctionClosedEvent("a", 3, House.Noon, true, "ann", 12.5m),
        new RaiseRejectedEvent("a", "bob", "a.2", "too-low"),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void It_is_read_as_it_was_and_its_type_comes_first(IAuctionEvent happened)
    {
        var json = EventJson.Write(happened);
        Assert.StartsWith($$"""{"type":"{{happened.Type}}",""", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Equal(happened, EventJson.Read(json));
    }

    [Fact]
    public void It_has_the_members_of_the_contract() =>
        Assert.Equal(
            """
            {"type":"raised","auction":"a","seq":2,"price":12.5,"leader":"ann","bids":1,"participants":1,"nextMinimum":13,"reserveMet":true,"closesAt":"2026-11-24T13:00:00+00:00","at":"2026-11-24T12:00:00+00:00","command":"a.1"}
            """,
            Encoding.UTF8.GetString(EventJson.Write((IAuctionEvent)Events.ElementAt(1).Data)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"type\":\"strange\"}")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"raised\",\"seq\":\"x\"}")]
    public void What_is_no_event_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => EventJson.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [MemberData(nameof(Events))]
    public void Its_envelope_carries_it_unchanged(IAuctionEvent happened)
    {
        using var json = JsonDocument.Parse(CloudEvents.Write(happened, "worker"));
        string? Member(string name) => json.RootElement.GetProperty(name).GetString();

        Assert.Equal(("1.0", "worker", happened.CloudEventType, "a"), (Member("specversion"), Member("source"), Member("type"), Member("subject")));
        Assert.Equal(happened is ISequenced sequenced ? $"a/{sequenced.Seq}" : "a.2", Member("id"));
        Assert.Equal(Encoding.UTF8.GetString(EventJson.Write(happened)), json.RootElement.GetProperty("data").GetRawText());
    }
}

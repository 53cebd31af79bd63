using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cli.Tests;

/// <summary>An auction that was told by a real system, shortened: its view, its audit trail, and the spans of two raises.</summary>
internal static class Lamp
{
    public const string Id = "lamp";

    /// <summary>A hidden figure that a span would have by mistake. Nothing may show it.</summary>
    public const string Hidden = "77.31";

    private static readonly JsonSerializerOptions AsTheApi = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static readonly DateTimeOffset Eight = new(2026, 11, 27, 20, 0, 0, TimeSpan.Zero);

    public static readonly object View = new
    {
        id = Id,
        title = "A lamp",
        currency = "EUR",
        seller = "ada",
        status = "closed",
        seq = 9,
        price = 13m,
        nextMinimum = 14m,
        leader = "bob",
        bids = 4,
        participants = 2,
        reserveMet = true,
        opensAt = Eight,
        closesAt = At(90_000),
        winner = "bob",
    };

    public const string Verdict = """{"verified":true,"decisions":13,"seq":9,"mismatches":0}""";

    public const string PendingVerdict = """{"verified":true,"decisions":13,"seq":9,"mismatches":0,"pending":["""
        + """{"command":"lamp.r9","kind":"raise","user":"cid","at":"2026-11-27T20:01:10Z"}]}""";

    public static readonly string Audit = Lines(
        new
        {
            kind = "create",
            at = At(0),
            command = "lamp.c1",
            user = "ada",
            seq = 1,
            events = new[]
            {
                new { type = "opened", seq = 1, at = At(0), price = 10m, nextMinimum = 10m, closesAt = At(60_000), reserveMet = false },
            },
        },
        new { kind = "join", at = At(3_120), user = "ann", on = On(1, null, 10, 10), events = None },
        new
        {
            kind = "raise",
            at = At(3_120),
            command = "lamp.r1",
            user = "ann",
            amount = 10m,
            on = On(1, null, 10, 10),
            seq = 2,
            events = new[] { Raised(2, 3_120, "ann", null, 10) },
        },
        new { kind = "join", at = At(5_512), user = "bob", on = On(2, "ann", 10, 11), events = None },
        new
        {
            kind = "raise",
            at = At(5_512),
            command = "lamp.r2",
            user = "bob",
            hasMaximum = true,
            on = On(2, "ann", 10, 11),
            seq = 3,
            events = new[] { Raised(3, 5_512, "bob", "ann", 11) },
        },
        new
        {
            kind = "raise",
            at = At(9_000),
            command = "lamp.r3",
            user = "ann",
            amount = 12m,
            on = On(3, "bob", 11, 12),
            seq = 4,
            events = new[] { Raised(4, 9_000, "ann", "bob", 12), Raised(5, 9_000, "bob", "ann", 13, automatic: true) },
        },
        new
        {
            kind = "raise",
            at = At(12_000),
            command = "lamp.r4",
            user = "ann",
            amount = 12.5m,
            on = On(5, "bob", 13, 14),
            reason = "too-low",
            events = None,
        },
        new
        {
            kind = "pause",
            at = At(20_000),
            command = "lamp.p1",
            user = "ada",
            on = On(5, "bob", 13, 14),
            seq = 6,
            events = new[] { new { type = "paused", seq = 6, at = At(20_000) } },
        },
        new
        {
            kind = "raise",
            at = At(21_000),
            command = "lamp.r5",
            user = "ann",
            amount = 14m,
            on = On(6, "bob", 13, 14, status: "paused"),
            reason = "paused",
            events = None,
        },
        new
        {
            kind = "resume",
            at = At(50_000),
            command = "lamp.p2",
            user = "ada",
            on = On(6, "bob", 13, 14, status: "paused"),
            seq = 7,
            events = new[] { new { type = "resumed", seq = 7, at = At(50_000), closesAt = At(90_000) } },
        },
        new
        {
            kind = "hammer",
            at = At(70_000),
            command = "lamp.h1",
            user = "ada",
            on = On(7, "bob", 13, 14, 90_000),
            seq = 8,
            events = new[] { new { type = "hammered", seq = 8, at = At(70_000) } },
        },
        new
        {
            kind = "raise",
            at = At(71_000),
            command = "lamp.r6",
            user = "ann",
            amount = 14m,
            on = On(8, "bob", 13, 14, 70_000),
            reason = "closed",
            events = None,
        },
        new
        {
            kind = "close",
            at = At(72_004),
            on = On(8, "bob", 13, 14, 70_000),
            seq = 9,
            unpublished = new[] { 9 },
            events = new[] { new { type = "closed", seq = 9, at = At(70_000), sold = true, winner = "bob", price = 13m } },
        });

    /// <summary>What happened to <c>lamp.r2</c>, whose second step failed once, and to <c>lamp.r4</c>, which was too low.</summary>
    public static IReadOnlyList<FakeSpan> Spans { get; } =
    [
        new(1, 1, 0, "gateway", "POST /auctions/{id}/raises", 5_509, 41, Attributes: [("http.response.status_code", "202")]),
        new(1, 2, 1, "api-1", "POST /auctions/{id}/raises", 5_511, 38, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id)]),
        new(1, 3, 2, "api-1", "raise", 5_512, 36, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id), ("command.outcome", "Pending")]),
        new(1, 4, 3, "worker-2", "raise", 5_520, 24, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id), ("command.outcome", "Pending")]),
        new(1, 5, 3, "worker-1", "add user to auction", 5_550, 8, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id)]),
        new(1, 6, 3, "worker-1", "check bid amount", 5_560, 5, true,
            [("command.id", "lamp.r2"), ("error.type", "AuctionBusyException"), ("maximum", Hidden)]),
        new(1, 7, 3, "worker-2", "check bid amount", 5_580, 20, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id)]),
        new(1, 8, 3, "worker-2", "notify participants", 5_602, 9, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id)]),
        new(1, 9, 8, "worker-2", "dapr.proto.runtime.v1.Dapr/PublishEvent", 5_603, 6, Attributes: [("command.id", "lamp.r2"), ("auction.id", Id)]),
        new(1, 10, 9, "pusher-1", "write to sockets", 5_612, 3, Attributes: [("sockets", "3"), ("auction.id", Id)]),
        new(1, 11, 9, "pusher-2", "write to sockets", 5_613, 7, Attributes: [("sockets", "1"), ("auction.id", Id)]),
        // A workflow that began with the command runs on in its trace, and publishes what the command has nothing to do with.
        new(1, 12, 4, "worker-1", "WorkflowActivity AdvanceAuction", 62_000, 20, Attributes: [("auction.id", Id)]),
        new(1, 13, 12, "worker-1", "dapr.proto.runtime.v1.Dapr/PublishEvent", 62_005, 6, Attributes: [("auction.id", Id)]),
        new(1, 14, 13, "pusher-1", "write to sockets", 62_020, 3, Attributes: [("sockets", "3"), ("auction.id", Id)]),
        new(2, 1, 0, "worker-1", "check bid amount", 12_030, 10, Attributes: [("command.id", "lamp.r4"), ("auction.id", Id)]),
        // The dashboard also finds ids that only begin alike.
        new(3, 1, 0, "worker-1", "check bid amount", 13_000, 10, Attributes: [("command.id", "lamp.r22"), ("auction.id", "lamp2")]),
    ];

    public static DateTimeOffset At(int milliseconds) => Eight.AddMilliseconds(milliseconds);

    private static object[] None => [];

    private static object On(int seq, string? leader, decimal price, decimal next, int closes = 60_000, string status = "open") => new
    {
        seq,
        status,
        price,
        nextMinimum = next,
        leader,
        bids = 1,
        participants = 1,
        reserveMet = price >= 12,
        closesAt = At(closes),
    };

    private static object Raised(int seq, int at, string leader, string? outbid, decimal price, bool automatic = false) => new
    {
        type = "raised",
        auction = Id,
        seq,
        price,
        leader,
        outbid,
        bids = seq - 1,
        participants = 2,
        nextMinimum = price + 1,
        reserveMet = price >= 12,
        closesAt = At(60_000),
        at = At(at),
        automatic = automatic ? true : (bool?)null,
    };

    private static string Lines(params object[] lines) => string.Concat(lines.Select((line, at) =>
        $"{JsonSerializer.Serialize(line, AsTheApi).Insert(1, $"\"line\":{at + 1},")}\n"));
}

/// <summary>A span, by the milliseconds since <see cref="Lamp.Eight"/>.</summary>
internal sealed record FakeSpan(
    int Trace, int Id, int Parent, string Service, string Name, int Start, int Takes, bool Failed = false,
    params (string Key, string Value)[] Attributes)
{
    public DateTimeOffset StartsAt => Lamp.At(Start);

    public DateTimeOffset EndsAt => Lamp.At(Start + Takes);
}

using System.Net;
using System.Text.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>A raise that was sent, with its answer and its outcome.</summary>
internal sealed class Sent
{
    private Sent(string auction, decimal amount, DateTimeOffset at, string status, string? command) =>
        (Auction, Amount, At, AnsweredAt, Status, Command) = (auction, amount, at, TimeProvider.System.GetUtcNow(), status, command);

    public string Auction { get; }

    public decimal Amount { get; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset At { get; }

    /// <summary>When the answer came, or the sender gave up.</summary>
    public DateTimeOffset AnsweredAt { get; }

    /// <summary>The status of the answer, and whether it says that nothing happened: <c>503 not-accepted</c>.</summary>
    public string Status { get; }

    /// <summary>The command's id; null where the raise was not acknowledged.</summary>
    public string? Command { get; }

    /// <summary>raised or rejected; null until it has been read.</summary>
    public string? Outcome { get; set; }

    /// <summary>Sends a raise once, and returns with the answer, if there is one.</summary>
    public static async Task<Sent> RaiseAsync(Client bidder, string auction, decimal amount)
    {
        var at = TimeProvider.System.GetUtcNow();
        try
        {
            using var answer = await bidder.RaiseAsync(auction, amount);
            var body = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == HttpStatusCode.Accepted
                ? new Sent(auction, amount, at, "202", JsonDocument.Parse(body).RootElement.GetProperty("command").GetString())
                : new Sent(auction, amount, at, StatusOf(answer, body), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            return new Sent(auction, amount, at, "no answer", null);
        }
    }

    /// <summary>The <see cref="Status"/> of an answer with an error.</summary>
    public static string StatusOf(HttpResponseMessage answer, string body) =>
        $"{(int)answer.StatusCode}{(body.Contains("not-accepted", StringComparison.Ordinal) ? " not-accepted" : "")}";
}

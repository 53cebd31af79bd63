using System.Net;

namespace Auctions.Bench.Raises;

/// <summary>A raise that was sent, with its answer and its outcome.</summary>
internal sealed class Sent(string auction, long began, TimeSpan acked, HttpStatusCode? status, string? command)
{
    public string Auction => auction;

    public long Began => began;

    public TimeSpan Acked => acked;

    public HttpStatusCode? Status => status;

    public string? Command => command;

    /// <summary>Whether the store has the raise as a bid.</summary>
    public bool Accepted { get; set; }

    /// <summary>The final status from <c>GET /commands/{id}</c>.</summary>
    public string? Outcome { get; set; }
}

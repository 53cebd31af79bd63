namespace EndToEnd.Tests;

/// <summary>A raise that was sent, with its answer and its outcome.</summary>
internal sealed class Sent(string auction, decimal amount, DateTimeOffset at, DateTimeOffset answeredAt, string status, string? command)
{
    public string Auction => auction;

    public decimal Amount => amount;

    /// <summary>When it was sent.</summary>
    public DateTimeOffset At => at;

    /// <summary>When the answer came, or the sender gave up.</summary>
    public DateTimeOffset AnsweredAt => answeredAt;

    /// <summary>The status of the answer, and whether it says that nothing happened: <c>503 not-accepted</c>.</summary>
    public string Status => status;

    public string? Command => command;

    /// <summary>raised or rejected; null until it has been read.</summary>
    public string? Outcome { get; set; }

    /// <summary>The <see cref="Status"/> of an answer with an error.</summary>
    public static string StatusOf(HttpResponseMessage answer, string body) =>
        $"{(int)answer.StatusCode}{(body.Contains("not-accepted", StringComparison.Ordinal) ? " not-accepted" : "")}";
}

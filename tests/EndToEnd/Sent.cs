namespace EndToEnd.Tests;

/// <summary>A raise that was sent, and what came of it.</summary>
internal sealed class Sent(string auction, decimal amount, DateTimeOffset at, string status, string? command)
{
    public string Auction => auction;

    public decimal Amount => amount;

    /// <summary>When it was sent.</summary>
    public DateTimeOffset At => at;

    /// <summary>The answer: its code, and whether it says that nothing happened.</summary>
    public string Status => status;

    public string? Command => command;

    /// <summary>raised or rejected, once it was asked for.</summary>
    public string? Outcome { get; set; }
}

namespace Auctions.Console;

/// <summary>What a change did, and when.</summary>
internal sealed record ServiceChangeStep(DateTimeOffset At, string Text);

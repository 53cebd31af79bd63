namespace Auctions.Rules;

/// <summary>An auction's place in a session.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Lot">The number of the lot, from 1.</param>
/// <param name="AwaitsTurn">Whether the lot is called only when the lots before it are over; otherwise its hours are fixed from the start.</param>
public sealed record SessionPlace(string Id, int Lot, bool AwaitsTurn);

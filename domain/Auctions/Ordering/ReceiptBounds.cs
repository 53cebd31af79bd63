namespace Auctions.Ordering;

/// <summary>
/// How far the time of receipt, which an api reads from its clock, may be from the clock of the worker that accepts the command.
/// </summary>
public static class ReceiptBounds
{
    /// <summary>
    /// How long after its receipt a command may be accepted. It is also what a command can gain at most by an api whose clock is
    /// behind.
    /// </summary>
    public static readonly TimeSpan AcceptWithin = TimeSpan.FromSeconds(5);

    /// <summary>How far the time of receipt may be ahead of the worker's clock: the most by which clocks that are kept may differ.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMilliseconds(250);
}

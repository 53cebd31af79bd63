namespace Auctions.Lifecycle;

/// <summary>The commands that a worker has accepted and not carried out yet.</summary>
public interface IBacklog
{
    /// <summary>Whether it may hold raises that were received in time, beyond what the grace of a close allows for.</summary>
    bool MayHoldRaises { get; }
}

namespace Auctions.Lifecycle;

/// <summary>The commands that a worker has accepted but not carried out yet.</summary>
public interface IBacklog
{
    /// <summary>Whether the backlog may hold raises that were received in time but are decided only after the closing grace.</summary>
    bool MayHoldRaises { get; }
}

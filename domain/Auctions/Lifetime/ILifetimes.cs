namespace Auctions.Lifetime;

/// <summary>What wakes auctions at their hours, and sessions as their lots go on.</summary>
public interface ILifetimes
{
    /// <summary>
    /// Has an auction opened and closed at its hours from now on, whatever dies meanwhile; one that is already, stays
    /// as it is.
    /// </summary>
    ValueTask BeginAsync(string auction, CancellationToken cancellation);

    /// <summary>Has an auction looked at now, for its hours have changed. One that is over stays as it is.</summary>
    ValueTask WakeAsync(string auction, CancellationToken cancellation);

    /// <summary>Has a session followed from now on, whatever dies meanwhile; one that is already, stays as it is.</summary>
    ValueTask BeginSessionAsync(string session, CancellationToken cancellation);

    /// <summary>Has a session looked at now, for one of its lots has gone on. One that is over stays as it is.</summary>
    ValueTask WakeSessionAsync(string session, CancellationToken cancellation);
}

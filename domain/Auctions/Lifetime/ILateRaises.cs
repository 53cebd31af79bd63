namespace Auctions.Lifetime;

/// <summary>Knows whether the work is behind, so that raises which were received in time may still be on their way.</summary>
public interface ILateRaises
{
    /// <summary>Whether any may come later than the grace of a close allows for.</summary>
    bool MayCome { get; }
}

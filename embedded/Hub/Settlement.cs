namespace Embedded.Hub;

/// <summary>What came of a delivery.</summary>
public enum Settlement
{
    /// <summary>Done; never again.</summary>
    Done,

    /// <summary>To be delivered again, after a delay that grows with the attempts (1 s doubling to 60 s).</summary>
    Retry,
}

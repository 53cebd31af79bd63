namespace Auctions.Store;

/// <summary>What a decision was about.</summary>
public enum AskedKind
{
    /// <summary>A raise.</summary>
    Raise,

    /// <summary>The auction itself.</summary>
    Create,

    /// <summary>To be a participant.</summary>
    Join,

    /// <summary>Time has opened it.</summary>
    Open,

    /// <summary>Time has closed it.</summary>
    Close,

    /// <summary>To pause it.</summary>
    Pause,

    /// <summary>To resume it.</summary>
    Resume,

    /// <summary>To call it off.</summary>
    Cancel,

    /// <summary>To close it now.</summary>
    Hammer,

    /// <summary>To take another increment.</summary>
    Increment,

    /// <summary>To void a bid.</summary>
    Void,

    /// <summary>Its turn in its session has come.</summary>
    Call,
}

namespace Embedded.Sidecar.Delivery;

/// <summary>What an app says to a message.</summary>
internal enum DeliveryResult
{
    /// <summary>Done.</summary>
    Success,

    /// <summary>Not to be had again; to the dead letters where there are any.</summary>
    Drop,
}

namespace Embedded.Sidecar.Hub.Frames;

/// <summary>
/// The kind of a frame. A frame is its length (4 bytes), its kind (1 byte), a number (8 bytes) and the fields. The number
/// pairs an answer with its request, or a frame of a stream with the request that began the stream.
/// </summary>
internal enum Op : byte
{
    Hello = 1,
    Get,
    GetMany,
    Write,
    Publish,
    Subscribe,
    EndStream,
    Settle,
    Announce,
    Withdraw,
    CallWorkflow,
    GetWorkItems,
    PurgeWorkflows,

    Done = 100,
    Failed,
    Delivery,
    Directory,
    SubscriptionStarted,
    WorkItem,
}

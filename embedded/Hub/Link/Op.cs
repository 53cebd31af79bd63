namespace Embedded.Hub.Link;

/// <summary>What a frame is. A frame is its length (4 bytes), one of these, a number that pairs request and answer, and the rest.</summary>
internal enum Op : byte
{
    Hello = 1,
    Get,
    GetMany,
    Write,
    Publish,
    Subscribe,
    Unsubscribe,
    Settle,
    Announce,
    Withdraw,
    Workflow,
    Work,
    Retire,

    Done = 100,
    Failed,
    Delivered,
    Directory,
    Begun,
    WorkItem,
}

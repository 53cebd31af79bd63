namespace Simulation.Tests.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>The store or the broker fails, and nothing happened.</summary>
    StoreError,

    /// <summary>The store or the broker does what it was asked, and the answer gets lost.</summary>
    LostAnswer,

    /// <summary>Another process writes the document first, without a change of its content.</summary>
    Conflict,

    /// <summary>A message takes up to some seconds.</summary>
    SlowMessage,

    /// <summary>A call between two processes is carried out, and its answer gets lost.</summary>
    LostReply,

    /// <summary>An activity runs twice at about the same time, on one worker or on two.</summary>
    DoubledActivity,

    /// <summary>A step of a raise fails at every try, either before its work or after it.</summary>
    FailingStep,

    /// <summary>An event is delivered late.</summary>
    LateDelivery,

    /// <summary>An event is delivered twice.</summary>
    DoubledDelivery,

    /// <summary>An event isn't delivered to one pusher at all.</summary>
    LostDelivery,

    /// <summary>The connection from a pusher to a client breaks.</summary>
    BrokenConnection,

    /// <summary>A process is killed, and started again after a while.</summary>
    Kill,

    /// <summary>A process is stopped, and continued after a while.</summary>
    Stop,

    /// <summary>The sidecar of a process is stopped for a while: nothing comes in, and nothing gets out.</summary>
    SidecarStop,

    /// <summary>The hub, which is store, broker and workflow engine, is stopped for a while.</summary>
    HubStop,

    /// <summary>The clock of an api steps by seconds or by an hour, and back after a while.</summary>
    ClockStep,
}

namespace Aspire.Hosting.Runtime;

internal enum RunState
{
    Stopped,

    // For others to be healthy.
    Waiting,
    Running,

    // Crashed; starts again after a while.
    Restarting,
    Stopping,
}

namespace Aspire.Hosting.Runtime;

// What every running resource needs of the host.
internal sealed record RunHost(
    TimeProvider Time,
    StateChanges Changes,
    ConsoleLog Console,
    GuardLink Guard,
    PortAllocator Ports,
    DistributedApplicationExecutionContext Execution);

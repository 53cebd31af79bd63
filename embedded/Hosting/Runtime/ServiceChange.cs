using System.Collections.Immutable;

namespace Aspire.Hosting.Runtime;

internal enum ChangeState
{
    Running,
    Done,
    Failed,
}

// One change of a service, step by step, for whoever looks while it goes on and afterwards.
internal sealed class ServiceChange(string id, ServiceRun service, string kind, RunHost host)
{
    public string Id { get; } = id;

    // Such as "rolling restart".
    public string Kind { get; } = kind;

    public ChangeState State { get; private set; }

    // Why it failed.
    public string? Problem { get; private set; }

    public DateTimeOffset StartedAt { get; } = host.Time.GetUtcNow();

    public DateTimeOffset? EndedAt { get; private set; }

    public ImmutableArray<ChangeStep> Steps { get; private set; } = [];

    // One writer: the change itself.
    public void Say(string text)
    {
        Steps = Steps.Add(new ChangeStep(host.Time.GetUtcNow(), text));
        host.Console.Write(service.Name, $"{Kind}: {text}");
    }

    public void End(string? problem)
    {
        EndedAt = host.Time.GetUtcNow();
        Problem = problem;
        Say(problem ?? $"done after {(EndedAt - StartedAt).Value.TotalSeconds:0.0} s");
        State = problem is null ? ChangeState.Done : ChangeState.Failed;
        host.Changes.Raise();
    }
}

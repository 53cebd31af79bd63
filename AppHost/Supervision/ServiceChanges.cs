using Microsoft.Extensions.Logging;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// Restarts and scales a service while it is used. A process stops before its sidecar, for while it drains it still has to
/// say and to write something. What doesn't become healthy in time ends a change: the others were not touched, and serve.
/// </summary>
internal sealed partial class ServiceChanges(
    DistributedApplicationModel model, ResourceCommandService commands, ResourceNotificationService notifications, ServiceHealth health,
    TimeProvider time, ILogger<ServiceChanges> log)
{
    /// <summary>The argument of <c>scale</c>.</summary>
    public const string Replicas = "replicas";

    /// <summary>Restarts one member after the other.</summary>
    public Task<ExecuteCommandResult> RestartRollingAsync(ServiceResource service, ExecuteCommandContext context) => ChangeAsync(service, context, async say =>
    {
        var running = service.Members.Where(IsRunning).ToList();
        foreach (var member in running)
        {
            say($"{member.Name} ends what it has{(running.Count > 1 ? "" : ", and nobody serves until it is back")}");
            var problem = await StopAsync(member, context.CancellationToken);
            if (problem is null)
            {
                say($"{member.Name} starts");
                await StartAsync(member, context.CancellationToken);
                problem = await health.WaitAsync([.. member.PartsIn(model)], context.CancellationToken);
            }

            if (problem is not null)
                return $"{problem}. The others were not touched.";
        }

        return null;
    });

    /// <summary>Starts spares, or stops those with the highest numbers first.</summary>
    public Task<ExecuteCommandResult> ScaleAsync(ServiceResource service, ExecuteCommandContext context)
    {
        if (!int.TryParse(context.Arguments.GetString(Replicas), out var replicas) || replicas < 1 || replicas > service.Members.Count)
            return Task.FromResult(CommandResults.Failure(
                $"{Replicas} must be from 1 to {service.Members.Count}; AppHost.cs says how many {service.Name} can have."));
        return ChangeAsync(service, context, async say =>
        {
            say($"from {service.Members.Count(IsRunning)} to {replicas}");
            foreach (var member in service.Members.Skip(replicas).Where(IsRunning).Reverse())
            {
                say($"{member.Name} ends what it has");
                if (await StopAsync(member, context.CancellationToken) is { } problem)
                    return problem;
            }

            var added = service.Members.Take(replicas).Where(member => !IsRunning(member)).ToList();
            await Task.WhenAll(added.Select(member => StartAsync(member, context.CancellationToken)));
            return added.Count == 0 ? null : await health.WaitAsync([.. added.SelectMany(member => member.PartsIn(model))], context.CancellationToken);
        });
    }

    private bool IsRunning(ServiceMember member) => notifications.IsRunning(member.App);

    // Returns what has not ended in time; null where all has.
    private async Task<string?> StopAsync(ServiceMember member, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ServiceHealth.Patience);
        foreach (var part in member.PartsIn(model))
            try
            {
                await commands.ExecuteCommandAsync(part, KnownResourceCommands.StopCommand, patience.Token);
                await notifications.WaitForResourceAsync(part.Name, ResourceStates.Ended, patience.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return $"{part.Name} has not ended after {ServiceHealth.Patience.TotalSeconds} s";
            }

        return null;
    }

    private Task<ExecuteCommandResult[]> StartAsync(ServiceMember member, CancellationToken cancellation) =>
        Task.WhenAll(member.PartsIn(model).Select(part => commands.ExecuteCommandAsync(part, KnownResourceCommands.StartCommand, cancellation)));

    private async Task<ExecuteCommandResult> ChangeAsync(ServiceResource service, ExecuteCommandContext context, Func<Action<string>, Task<string?>> change)
    {
        if (!await service.Change.WaitAsync(TimeSpan.Zero))
            return CommandResults.Failure($"{service.Name} is being changed already.");
        try
        {
            var began = time.GetTimestamp();
            var problem = await change(Say);
            var end = problem ?? $"done after {time.GetElapsedTime(began).TotalSeconds:0.0} s";
            Say(end);
            return problem is null ? CommandResults.Success($"{service.Name}: {end}") : CommandResults.Failure($"{service.Name}: {problem}");
        }
        finally
        {
            service.Change.Release();
        }

        // On the service's page of the dashboard, and where AppHost logs.
        void Say(string step)
        {
            Changes(context.Logger, service.Name, step);
            Changes(log, service.Name, step);
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Service}: {Step}")]
    private static partial void Changes(ILogger logger, string service, string step);
}

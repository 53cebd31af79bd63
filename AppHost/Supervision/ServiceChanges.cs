using Microsoft.Extensions.Logging;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// Restarts and scales a service while it is used. A process stops before its sidecar, since a draining process still needs
/// the sidecar. A process that does not become healthy in time ends the change; the other processes go on serving.
/// </summary>
internal sealed partial class ServiceChanges(
    DistributedApplicationModel model, ResourceCommandService commands, ResourceNotificationService notifications, ServiceHealth health,
    TimeProvider time, ILogger<ServiceChanges> log)
{
    /// <summary>The name of the argument of <c>scale</c>.</summary>
    public const string Replicas = "replicas";

    /// <summary>Restarts one member after the other.</summary>
    public Task<ExecuteCommandResult> RestartRollingAsync(ServiceResource service, ExecuteCommandContext context) =>
        ChangeAsync(service, context, async say =>
    {
        var running = service.Members.Where(IsRunning).ToList();
        foreach (var member in running)
        {
            say($"stopping {member.Name}{(running.Count > 1 ? "" : "; no process serves until it is back")}");
            var problem = await StopAsync(member, context.CancellationToken);
            if (problem is null)
            {
                say($"starting {member.Name}");
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
            say($"scaling from {service.Members.Count(IsRunning)} to {replicas}");
            foreach (var member in service.Members.Skip(replicas).Where(IsRunning).Reverse())
            {
                say($"stopping {member.Name}");
                if (await StopAsync(member, context.CancellationToken) is { } problem)
                    return problem;
            }

            var added = service.Members.Take(replicas).Where(member => !IsRunning(member)).ToList();
            await Task.WhenAll(added.Select(member => StartAsync(member, context.CancellationToken)));
            return added.Count == 0 ? null
                : await health.WaitAsync([.. added.SelectMany(member => member.PartsIn(model))], context.CancellationToken);
        });
    }

    private bool IsRunning(ServiceMember member) => notifications.IsRunning(member.App);

    // Returns what has not ended in time; null if everything has.
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

    private async Task<ExecuteCommandResult> ChangeAsync(
        ServiceResource service, ExecuteCommandContext context, Func<Action<string>, Task<string?>> change)
    {
        if (!await service.Change.WaitAsync(TimeSpan.Zero))
            return CommandResults.Failure($"{service.Name} is already being changed.");
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

        // Logs the step on the service's page of the dashboard and in AppHost's own log.
        void Say(string step)
        {
            Changes(context.Logger, service.Name, step);
            Changes(log, service.Name, step);
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Service}: {Step}")]
    private static partial void Changes(ILogger logger, string service, string step);
}

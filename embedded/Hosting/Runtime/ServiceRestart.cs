namespace Aspire.Hosting.Runtime;

// Restarts a service, all of it at once or so that there is always somebody who serves. A rolling restart stops at the
// first instance that doesn't become healthy in time: those that it hasn't come to go on serving.
internal sealed class ServiceRestart(ServiceRun service, TimeSpan patience)
{
    private readonly HealthWait _wait = new(service.Host, patience);

    // Each returns the problem; null where all is well.
    public async Task<string?> AtOnceAsync(ServiceChange change, CancellationToken cancellation)
    {
        var members = Started();
        change.Say($"{string.Join(", ", members.Select(member => member.Name))}: stopping");
        await Task.WhenAll(members.Select(member => member.StopAsync()));
        change.Say("starting");
        await Task.WhenAll(members.Select(member => member.StartAsync()));
        return await _wait.UntilServingAsync(members, cancellation);
    }

    public async Task<string?> RollingAsync(ServiceChange change, CancellationToken cancellation)
    {
        foreach (var member in Started())
        {
            var problem = member.App.IsScalable
                ? await ReplaceReplicasAsync(member.App, change, cancellation)
                : await RestartAsync(member, change, cancellation);
            if (problem is not null)
                return problem;
        }

        return null;
    }

    private List<ServiceMember> Started() => [.. service.Members.Where(member => member.IsStarted)];

    // There may be one more behind the proxy, so there is never one less. They share a sidecar, which stays: without it
    // none of them could do anything.
    private async Task<string?> ReplaceReplicasAsync(ResourceRun app, ServiceChange change, CancellationToken cancellation)
    {
        foreach (var old in app.Instances)
        {
            if (await app.AddAsync() is not { } fresh)
                return $"{app.Name} was stopped meanwhile.";
            change.Say($"{fresh.Name} starts, to take over from {old.Name}");
            var problem = await WhenHealthyAsync(app, fresh, cancellation);
            if (problem is not null)
            {
                await app.RemoveAsync(fresh);
                return $"{problem}. It was stopped; the others serve on as they were.";
            }

            change.Say($"{fresh.Name} is healthy; {old.Name} ends what it has");
            await app.RemoveAsync(old);
        }

        return null;
    }

    private async Task<string?> WhenHealthyAsync(ResourceRun app, RunInstance fresh, CancellationToken cancellation)
    {
        try
        {
            return await _wait.UntilAsync(
                () => fresh.IsReady || !app.Instances.Contains(fresh), () => ServiceMember.WhyNot(app, fresh), cancellation)
                ?? (fresh.IsReady ? null : $"{fresh.Name} was stopped meanwhile");
        }
        catch (OperationCanceledException)
        {
            await app.RemoveAsync(fresh);
            throw;
        }
    }

    // It listens on its port itself, so it is gone before it can come back; its siblings serve meanwhile.
    private async Task<string?> RestartAsync(ServiceMember member, ServiceChange change, CancellationToken cancellation)
    {
        change.Say($"{member.Name} ends what it has{(service.Ready > 1 ? "" : ", and nobody serves until it is back")}");
        await member.StopAsync();
        change.Say($"{member.Name} starts");
        await member.StartAsync();
        return await _wait.UntilServingAsync([member], cancellation) is { } problem ? $"{problem}. The others were not touched." : null;
    }
}

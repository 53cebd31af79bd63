namespace Aspire.Hosting.Runtime;

// Changes how many processes a service has: replicas where they are behind the proxy, else members. Those with the
// highest numbers go first; those that AppHost.cs has come back before any is added.
internal sealed class ServiceScaling(ServiceRun service, int replicas, TimeSpan patience)
{
    private readonly HealthWait _wait = new(service.Host, patience);

    // Returns the problem; null where all is well.
    public async Task<string?> RunAsync(ServiceChange change, CancellationToken cancellation)
    {
        change.Say($"from {service.Replicas} to {replicas}");
        if (service.Members is [{ App.IsScalable: true } only])
        {
            await only.App.ScaleAsync(replicas);
            await only.StartAsync();
        }
        else
        {
            await FewerAsync(change);
            await MoreAsync(change);
        }

        return await _wait.UntilServingAsync([.. service.Members.Where(member => member.IsStarted)], cancellation);
    }

    private async Task FewerAsync(ServiceChange change)
    {
        foreach (var member in service.Members.Where(member => member.IsStarted).Skip(replicas).Reverse())
        {
            change.Say($"{member.Name} ends what it has");
            await member.StopAsync();
        }

        foreach (var member in service.Members.Where(member => member is { IsAdded: true, IsStarted: false }))
        {
            service.Remove(member);
            service.Runs.Remove(member.Parts);
        }
    }

    private async Task MoreAsync(ServiceChange change)
    {
        while (service.Members.Count(member => member.IsStarted) < replicas)
        {
            var member = service.Members.FirstOrDefault(member => !member.IsStarted) ?? AddedMember.To(service);
            change.Say($"{member.Name} starts");
            await member.StartAsync();
        }
    }
}

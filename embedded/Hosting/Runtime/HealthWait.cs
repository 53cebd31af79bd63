namespace Aspire.Hosting.Runtime;

// Waits until something is healthy, for so long and no longer.
internal sealed class HealthWait(RunHost host, TimeSpan patience)
{
    // A sidecar finds out within a quarter of a second that its application is there, and then tells the others. What
    // became healthy has to stay so for this long before the next is stopped: Kubernetes' minReadySeconds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    // Why not; null where it is.
    public async Task<string?> UntilAsync(Func<bool> isReady, Func<string?> why, CancellationToken cancellation)
    {
        try
        {
            await host.Changes.UntilAsync(isReady, cancellation).WaitAsync(patience, host.Time, cancellation);
            return null;
        }
        catch (TimeoutException)
        {
            return $"{why() ?? "it is not healthy"}, after {patience.TotalSeconds:0.#} s";
        }
    }

    public async Task<string?> UntilServingAsync(IReadOnlyList<ServiceMember> members, CancellationToken cancellation)
    {
        bool AreReady() => members.All(member => member.IsReady);
        string? Why() => members.Select(member => member.WhyNotReady).FirstOrDefault(why => why is not null);

        var began = host.Time.GetTimestamp();
        while (true)
        {
            if (await UntilAsync(AreReady, Why, cancellation) is { } problem)
                return problem;
            var restarts = Restarts();
            await Task.Delay(Settling, host.Time, cancellation);
            if (AreReady() && Restarts() == restarts)
                return null;
            if (host.Time.GetElapsedTime(began) > patience)
                return $"{Why() ?? "it does not stay healthy"}, after {patience.TotalSeconds:0.#} s";
        }

        int Restarts() => members.Sum(member => member.Parts.Sum(part => part.Restarts));
    }
}

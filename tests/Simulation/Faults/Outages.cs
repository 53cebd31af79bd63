using Simulation.Tests.Clock;
using Simulation.Tests.Processes;

namespace Simulation.Tests.Faults;

/// <summary>Kills and stops processes at times that the seed chooses, more often around the close than elsewhere.</summary>
internal sealed class Outages(World world, Random random)
{
    private const double ShortestStop = 50;
    private const double LongestStop = 20_000;
    private const double LongestHubStop = 6_000;

    /// <summary>Plans every outage of the run. The last ends by the end that is returned.</summary>
    /// <param name="closesAt">When the auction closes, from the start of the simulation.</param>
    public TimeSpan Plan(TimeSpan closesAt)
    {
        var end = closesAt;
        Replica[] replicas = [.. world.Apis, .. world.Workers, .. world.Pushers];
        for (var at = world.Faults.Outages(FaultKind.Kill); at > 0; at--)
        {
            var (replica, from, length) = (replicas[random.Next(replicas.Length)], SomeTime(closesAt), world.Faults.Between(200, 5_000));
            world.Loop.After(from, () => Kill(replica, length));
            end = Later(end, from + length);
        }

        for (var at = world.Faults.Outages(FaultKind.Stop); at > 0; at--)
        {
            var (replica, from, length) = (replicas[random.Next(replicas.Length)], SomeTime(closesAt), world.Faults.Between(ShortestStop, LongestStop));
            world.Loop.After(from, () => Stop(replica.Process, FaultKind.Stop, length));
            end = Later(end, from + length);
        }

        for (var at = world.Faults.Outages(FaultKind.SidecarStop); at > 0; at--)
        {
            var (replica, from, length) = (replicas[random.Next(replicas.Length)], SomeTime(closesAt), world.Faults.Between(ShortestStop, LongestStop));
            world.Loop.After(from, () => StopSidecar(replica.Process, length));
            end = Later(end, from + length);
        }

        for (var at = world.Faults.Outages(FaultKind.HubStop); at > 0; at--)
        {
            var (from, length) = (SomeTime(closesAt), world.Faults.Between(ShortestStop, LongestHubStop));
            world.Loop.After(from, () => Stop(world.Hub, FaultKind.HubStop, length));
            end = Later(end, from + length);
        }

        for (var at = world.Faults.Outages(FaultKind.ClockStep); at > 0; at--)
        {
            var (from, length) = (SomeTime(closesAt), world.Faults.Between(ShortestStop, LongestStop));
            world.Loop.After(from, () => StepClock(world.Pick(world.Apis).Process, length));
            end = Later(end, from + length);
        }

        return end;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan SomeTime(TimeSpan closesAt) => random.Next(2) == 0
        ? closesAt * random.NextDouble()
        : closesAt - TimeSpan.FromSeconds(3) + TimeSpan.FromSeconds(6 * random.NextDouble());

    private void Kill(Replica replica, TimeSpan length)
    {
        if (!replica.Process.IsAlive)
            return;
        world.Faults.Count(FaultKind.Kill);
        world.Story?.Add($"{replica.Process.Name} is killed");
        replica.Process.Kill();
        world.Loop.After(length, () =>
        {
            world.Story?.Add($"{replica.Process.Name} starts again");
            replica.Start();
        });
    }

    private void StepClock(SimulatedProcess process, TimeSpan length)
    {
        var step = (random.Next(2) == 0 ? 1 : -1) * (random.Next(2) == 0 ? TimeSpan.FromHours(1) : world.Faults.Between(100, 8_000));
        world.Faults.Count(FaultKind.ClockStep);
        world.Story?.Add($"the clock of {process.Name} steps by {step.TotalSeconds:F3} s");
        process.ClockOffset += step;
        world.Loop.After(length, () =>
        {
            world.Story?.Add($"the clock of {process.Name} steps back");
            process.ClockOffset -= step;
        });
    }

    private void StopSidecar(SimulatedProcess process, TimeSpan length)
    {
        if (process.Sidecar.IsStopped)
            return;
        world.Faults.Count(FaultKind.SidecarStop);
        world.Story?.Add($"the sidecar of {process.Name} stops for {length.TotalSeconds:F3} s");
        process.Sidecar.Stop();
        world.Loop.After(length, () =>
        {
            world.Story?.Add($"the sidecar of {process.Name} continues");
            process.Disturb();
            process.Sidecar.Continue();
        });
    }

    private void Stop(SimulatedProcess process, FaultKind kind, TimeSpan length)
    {
        if (process.IsStopped || !process.IsAlive)
            return;
        world.Faults.Count(kind);
        world.Story?.Add($"{process.Name} stops for {length.TotalSeconds:F3} s");
        process.Stop();
        world.Loop.After(length, () =>
        {
            if (!process.IsAlive)
                return;
            world.Story?.Add($"{process.Name} continues");
            process.Continue();
        });
    }
}

namespace Simulation.Tests.Faults;

/// <summary>
/// Decides by the seed what goes wrong. Each run has some kinds of faults only, some rare and some frequent: a run in which
/// everything fails all the time would never come to the interesting states.
/// </summary>
internal sealed class FaultSource
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly Random _random;
    private readonly double[] _rates = new double[Kinds.Length];
    private readonly int[] _counts = new int[Kinds.Length];

    public FaultSource(Random random)
    {
        _random = random;
        foreach (var kind in Kinds)
            _rates[(int)kind] = random.Next(2) == 0 ? 0 : MostFrequent(kind) * random.NextDouble();
    }

    /// <summary>Whether faults are over, so that everything must come to its end.</summary>
    public bool AreOver { get; set; }

    /// <summary>The number of faults so far.</summary>
    public int Total => _counts.Sum();

    /// <summary>The number of faults so far by kind.</summary>
    public IReadOnlyList<(FaultKind Kind, int Count)> Counts => [.. Kinds.Select(kind => (kind, _counts[(int)kind]))];

    /// <summary>Whether a fault happens now.</summary>
    public bool Happens(FaultKind kind)
    {
        if (AreOver || _rates[(int)kind] == 0 || _random.NextDouble() >= _rates[(int)kind])
            return false;
        Count(kind);
        return true;
    }

    public void Count(FaultKind kind) => _counts[(int)kind]++;

    /// <summary>The number of outages of a kind that a run has.</summary>
    public int Outages(FaultKind kind) => (int)Math.Round(_rates[(int)kind]);

    /// <summary>How long a message takes: mostly below some milliseconds, now and then much longer.</summary>
    public TimeSpan Latency()
    {
        if (Happens(FaultKind.SlowMessage))
            return Milliseconds(10 * Math.Pow(400, _random.NextDouble()));
        return Milliseconds(0.1 + (3 * _random.NextDouble() * _random.NextDouble()));
    }

    /// <summary>A time between two bounds, both in milliseconds; short ones are as likely as long ones.</summary>
    public TimeSpan Between(double least, double most) => Milliseconds(least * Math.Pow(most / least, _random.NextDouble()));

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));

    private static double MostFrequent(FaultKind kind) => kind switch
    {
        FaultKind.Kill => 5,
        FaultKind.Stop or FaultKind.SidecarStop => 5,
        FaultKind.HubStop => 2,
        FaultKind.ClockStep => 1,
        FaultKind.LateDelivery or FaultKind.DoubledDelivery => 0.5,
        FaultKind.FailingStep => 0.1,
        FaultKind.LostDelivery or FaultKind.SlowMessage or FaultKind.BrokenConnection => 0.05,
        _ => 0.15,
    };
}

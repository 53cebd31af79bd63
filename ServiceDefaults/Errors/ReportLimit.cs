namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// Limits how many reports a process sends a minute, so that an outage is some reports and not thousands. A report says how many
/// of its group were left out before it.
/// </summary>
/// <param name="time">The clock of the minutes.</param>
internal sealed class ReportLimit(TimeProvider time)
{
    /// <summary>The most reports of one group a minute.</summary>
    public const int MostOfAGroup = 3;

    /// <summary>The most reports a minute.</summary>
    public const int Most = 30;

    // Groups are named by the code, so there are few of them.
    private const int MostGroups = 1_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private long? _since;
    private int _sent;

    /// <summary>Whether a report may be sent now.</summary>
    /// <returns>How many of its group were left out since the last that was sent; null where this one is left out too.</returns>
    public int? Admit(string name)
    {
        lock (_gate)
        {
            StartMinute();
            if (!_groups.TryGetValue(name, out var group))
                _groups[name] = group = new();
            if (_sent >= Most || group.Sent >= MostOfAGroup)
            {
                group.LeftOut++;
                return null;
            }

            _sent++;
            group.Sent++;
            var leftOut = group.LeftOut;
            group.LeftOut = 0;
            return leftOut;
        }
    }

    private void StartMinute()
    {
        if (_since is { } since && time.GetElapsedTime(since) < Minute)
            return;
        _since = time.GetTimestamp();
        _sent = 0;
        if (_groups.Count > MostGroups)
            _groups.Clear();
        foreach (var group in _groups.Values)
            group.Sent = 0;
    }

    private sealed class Group
    {
        public int Sent { get; set; }

        public int LeftOut { get; set; }
    }
}

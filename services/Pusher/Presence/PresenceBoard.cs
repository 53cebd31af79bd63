namespace Auctions.Pusher.Presence;

/// <summary>
/// How many watch each auction or session at all pushers: this pusher's own figure, and what the others last reported,
/// each for <see cref="Validity"/>.
/// </summary>
/// <param name="instance">This pusher, unique among those that run.</param>
/// <param name="time">The clock of <see cref="Validity"/>.</param>
public sealed class PresenceBoard(string instance, TimeProvider time)
{
    /// <summary>How long another pusher's figure counts unless that pusher reports it again.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Figures> _streams = new(StringComparer.Ordinal);

    /// <summary>This pusher.</summary>
    public string Instance => instance;

    /// <summary>The watchers of an auction or session at all pushers.</summary>
    public int Total(string stream)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var figures))
                return 0;
            var total = figures.Own;
            var now = time.GetUtcNow();
            foreach (var (_, other) in figures.Others)
                if (other.Until > now)
                    total += other.Watching;
            return total;
        }
    }

    /// <summary>Sets this pusher's own figure.</summary>
    public void SetOwn(string stream, int watching)
    {
        lock (_gate)
            FiguresOf(stream).Own = watching;
    }

    /// <summary>Applies a report. This pusher's own reports change nothing.</summary>
    public void Apply(PresenceReport report)
    {
        if (report.Instance == instance)
            return;
        lock (_gate)
        {
            var until = time.GetUtcNow() + Validity;
            foreach (var (stream, watching) in report.Watching)
                if (watching > 0)
                    FiguresOf(stream).Others[report.Instance] = new OtherFigure(watching, until);
                else if (_streams.TryGetValue(stream, out var figures))
                    figures.Others.Remove(report.Instance);
            if (report.Leaving)
                foreach (var figures in _streams.Values)
                    figures.Others.Remove(report.Instance);
        }
    }

    /// <summary>The next report to the others. Its figures count as reported, unless <see cref="ReportFailed"/> is called.</summary>
    /// <param name="everything">Whether the report also holds the figures that haven't changed.</param>
    /// <returns>Null where there is nothing to report.</returns>
    public PresenceReport? NextReport(bool everything)
    {
        lock (_gate)
        {
            RemoveExpired();
            var watching = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (stream, figures) in _streams)
                if (figures.Own != figures.Reported || (everything && figures.Own > 0))
                {
                    watching.Add(stream, figures.Own);
                    figures.Reported = figures.Own;
                }

            return watching.Count == 0 ? null : new PresenceReport(instance, Leaving: false, watching);
        }
    }

    /// <summary>Notes that a report reached nobody: the next one holds its figures again.</summary>
    public void ReportFailed(PresenceReport report)
    {
        lock (_gate)
            foreach (var stream in report.Watching.Keys)
                FiguresOf(stream).Reported = -1;
    }

    private Figures FiguresOf(string stream)
    {
        if (!_streams.TryGetValue(stream, out var figures))
            _streams.Add(stream, figures = new Figures());
        return figures;
    }

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (stream, figures) in _streams)
        {
            foreach (var (other, figure) in figures.Others)
                if (figure.Until <= now)
                    figures.Others.Remove(other);
            if (figures is { Own: 0, Reported: 0, Others.Count: 0 })
                _streams.Remove(stream);
        }
    }

    private sealed class Figures
    {
        public int Own { get; set; }

        public int Reported { get; set; }

        public Dictionary<string, OtherFigure> Others { get; } = new(StringComparer.Ordinal);
    }

    private readonly record struct OtherFigure(int Watching, DateTimeOffset Until);
}

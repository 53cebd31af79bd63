namespace Auctions.Pusher.Presence;

/// <summary>
/// How many watch each auction, over all pushers: the own figure, and what the others last said, each believed for
/// <see cref="Believed"/>.
/// </summary>
/// <param name="instance">This pusher.</param>
/// <param name="time">The clock of belief.</param>
public sealed class PresenceBoard(string instance, TimeProvider time)
{
    /// <summary>How long another pusher's figure counts without being said again.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Figures> _auctions = new(StringComparer.Ordinal);

    /// <summary>This pusher.</summary>
    public string Instance => instance;

    /// <summary>The watchers of an auction at all pushers.</summary>
    public int Total(string auction)
    {
        lock (_gate)
        {
            if (!_auctions.TryGetValue(auction, out var figures))
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
    public void SetOwn(string auction, int watching)
    {
        lock (_gate)
            At(auction).Own = watching;
    }

    /// <summary>Takes what a pusher says; what this one said itself is passed over.</summary>
    public void Take(PresenceReport report)
    {
        if (report.Instance == instance)
            return;
        lock (_gate)
        {
            var until = time.GetUtcNow() + Believed;
            foreach (var (auction, watching) in report.Watching)
                if (watching > 0)
                    At(auction).Others[report.Instance] = new OtherFigure(watching, until);
                else if (_auctions.TryGetValue(auction, out var figures))
                    figures.Others.Remove(report.Instance);
            if (report.Leaving)
                foreach (var figures in _auctions.Values)
                    figures.Others.Remove(report.Instance);
        }
    }

    /// <summary>What to say to the others now. What it holds counts as said, unless <see cref="Unsaid"/> is called.</summary>
    /// <param name="everything">Whether to say the figures that haven't changed, too.</param>
    /// <returns>Null where there is nothing to say.</returns>
    public PresenceReport? NextReport(bool everything)
    {
        lock (_gate)
        {
            Tidy();
            var watching = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (auction, figures) in _auctions)
                if (figures.Own != figures.Said || (everything && figures.Own > 0))
                {
                    watching.Add(auction, figures.Own);
                    figures.Said = figures.Own;
                }

            return watching.Count == 0 ? null : new PresenceReport(instance, Leaving: false, watching);
        }
    }

    /// <summary>The report reached nobody: its figures are said again next time.</summary>
    public void Unsaid(PresenceReport report)
    {
        lock (_gate)
            foreach (var auction in report.Watching.Keys)
                At(auction).Said = -1;
    }

    private Figures At(string auction)
    {
        if (!_auctions.TryGetValue(auction, out var figures))
            _auctions.Add(auction, figures = new Figures());
        return figures;
    }

    private void Tidy()
    {
        var now = time.GetUtcNow();
        foreach (var (auction, figures) in _auctions)
        {
            foreach (var (other, figure) in figures.Others)
                if (figure.Until <= now)
                    figures.Others.Remove(other);
            if (figures is { Own: 0, Said: 0, Others.Count: 0 })
                _auctions.Remove(auction);
        }
    }

    private sealed class Figures
    {
        public int Own { get; set; }

        public int Said { get; set; }

        public Dictionary<string, OtherFigure> Others { get; } = new(StringComparer.Ordinal);
    }

    private readonly record struct OtherFigure(int Watching, DateTimeOffset Until);
}

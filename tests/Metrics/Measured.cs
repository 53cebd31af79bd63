using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Tests.Metrics;

/// <summary>Keeps what the instruments of a meter measure, from the start on.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Text, double Value)> _all = new();

    /// <param name="meter">The meter's name.</param>
    /// <param name="scope">The factory that made the meter, so that those of other tests are left out; null for any.</param>
    public Measured(string meter, object? scope = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != meter || (scope is not null && !ReferenceEquals(instrument.Meter.Scope, scope)))
                return;
            Instruments.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentQueue<Instrument> Instruments { get; } = new();

    /// <summary>The documentation that the instruments should have, by name.</summary>
    public IEnumerable<DocumentedMetric> Documentation => Instruments.Select(DocumentedMetric.Of)
        .OrderBy(metric => metric.Name, StringComparer.Ordinal);

    /// <summary>The values of an instrument with exactly these attributes, for example <c>auctions.ended result=sold</c>.</summary>
    public IReadOnlyList<double> Values(string instrumentAndAttributes) =>
        [.. _all.Where(measured => measured.Text == instrumentAndAttributes).Select(measured => measured.Value)];

    /// <summary>The value that an observable instrument has now, as above; null where it reports none.</summary>
    public double? Now(string instrumentAndAttributes)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return Values(instrumentAndAttributes) is [.., var last] ? last : null;
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> attributes)
    {
        var text = instrument.Name;
        foreach (var (name, attribute) in attributes)
            text += $" {name}={attribute}";
        _all.Enqueue((text, value));
    }
}

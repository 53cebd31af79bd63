using System.Diagnostics;

namespace Embedded.Sidecar.Tracing;

/// <summary>
/// Makes a call of the sidecar a child of a span that the sidecar exports. HttpClient and the gRPC client start activities
/// of their own, which the sidecar doesn't export: as a child of one of those the callee's span would have no parent.
/// </summary>
internal sealed class SpanPropagator : DistributedContextPropagator
{
    private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

    /// <summary>The only instance.</summary>
    public static SpanPropagator Instance { get; } = new();

    /// <summary>The exported span that an activity is, or belongs to; null where none is recorded.</summary>
    public static Activity? SpanOf(Activity? activity)
    {
        // An activity that nothing listens to has a source without a name.
        while (activity is { Source.Name: "" })
            activity = activity.Parent;
        return activity is { Recorded: true } ? activity : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => W3C.Fields;

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (SpanOf(activity) is { } span)
            W3C.Inject(span, carrier, setter);
    }

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        W3C.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        W3C.ExtractBaggage(carrier, getter);
}

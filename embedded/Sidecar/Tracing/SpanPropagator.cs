using System.Diagnostics;

namespace Embedded.Sidecar.Tracing;

/// <summary>
/// Puts what the sidecar calls under a span that it exports. HttpClient and the gRPC client begin activities of their own
/// around each call, whose sources nobody here listens to: under one of those the callee would hang in the air.
/// </summary>
internal sealed class SpanPropagator : DistributedContextPropagator
{
    private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

    /// <summary>The one there is.</summary>
    public static SpanPropagator Instance { get; } = new();

    /// <summary>The span that an activity is, or is in; null where none is recorded.</summary>
    public static Activity? SpanOf(Activity? activity)
    {
        // What nobody listens to is made without a source.
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

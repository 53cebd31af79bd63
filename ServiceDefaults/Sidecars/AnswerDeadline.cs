namespace Auctions.ServiceDefaults.Sidecars;

/// <summary>
/// Ends a call that the sidecar hasn't begun to answer after <see cref="Limit"/>: one that hangs accepts connections all
/// the same. gRPC has it as Unavailable. Callers that are less patient say so by a deadline or a token of their own.
/// </summary>
public sealed class AnswerDeadline : DelegatingHandler
{
    /// <summary>How long a call may go unanswered; the sidecar itself gives a store 3 s (components/resiliency.yaml).</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Set on a request, it has no deadline here: a stream, or what has to arrive however late.</summary>
    public static readonly HttpRequestOptionsKey<bool> None = new($"{typeof(AnswerDeadline).FullName}.{nameof(None)}");

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(None, out var isWithout) && isWithout)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // Not by an injected clock: a test that holds that one must not make every call endless.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await base.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The sidecar has not answered within {Limit.TotalSeconds} s.", late);
        }
    }
}

namespace Auctions.ServiceDefaults.Sidecars;

/// <summary>
/// Ends a call that the sidecar hasn't begun to answer after <see cref="Limit"/>, because a sidecar that hangs still accepts
/// connections. A gRPC caller sees Unavailable. A caller that wants a shorter limit sets a deadline or a token of its own.
/// </summary>
public sealed class AnswerDeadline : DelegatingHandler
{
    /// <summary>How long a call may go unanswered; the sidecar itself gives a store 3 s (components/resiliency.yaml).</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Set on a request that has no deadline, such as a stream or a call whose answer may take any time.</summary>
    public static readonly HttpRequestOptionsKey<bool> None = new($"{typeof(AnswerDeadline).FullName}.{nameof(None)}");

    /// <inheritdoc/>
    /// <exception cref="IOException">The sidecar has not begun to answer after <see cref="Limit"/>.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(None, out var isWithout) && isWithout)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // This is the real clock. With an injected one, a call would never end in a test that stops its clock.
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

using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Limits how long a replica may be silent before another replica gets the request. The limit holds for a request that may
/// be sent again, while there is another replica to send it to. Every other request has the cluster's ActivityTimeout.
/// </summary>
/// <param name="next">Sends the request.</param>
/// <param name="limit">How long the first byte of the answer may take.</param>
internal sealed class SilenceLimit(HttpMessageHandler next, TimeSpan limit) : DelegatingHandler(next)
{
    /// <summary>The limit in the metadata of a cluster, as a TimeSpan; without it there is none.</summary>
    public const string MetadataName = "SilenceLimit";

    private static readonly HttpRequestOptionsKey<bool> Applies = new(MetadataName);

    /// <summary>Says whether the limit applies to the next attempt at a request.</summary>
    public static void Set(HttpContext context, bool applies) => context.Items[Applies] = applies;

    /// <summary>Passes on to the client of the cluster what <see cref="Set"/> said.</summary>
    public static void PassOn(TransformBuilderContext route) => route.AddRequestTransform(request =>
    {
        request.ProxyRequest.Options.Set(Applies, request.HttpContext.Items[Applies] is true);
        return ValueTask.CompletedTask;
    });

    /// <exception cref="TimeoutException">The limit applies to the request, and the answer has not begun in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Applies, out var applies) || !applies)
            return await base.SendAsync(request, cancellationToken);

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(limit);
        try
        {
            return await base.SendAsync(request, silence.Token);
        }
        catch (OperationCanceledException late) when (late.InnerException is not TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The replica has not begun to answer within {limit.TotalSeconds} s.", late);
        }
    }
}

using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Aspire.Hosting.Runtime;

// The public port of an endpoint with replicas: every request and every WebSocket goes to one of the processes that
// are well, in turn. Where a process can't be connected to, or dies over a request that changes nothing, the next one
// gets the request. One that may have changed something is not sent twice: its caller is told, by a 502. A process that
// is to stop gets nothing any more, and is told so only after it has answered what it had.
internal sealed class ReplicaProxy(ResourceRun run, string endpoint, IHttpForwarder forwarder) : IDisposable
{
    private static readonly ForwarderRequestConfig LongLived = new() { ActivityTimeout = TimeSpan.FromDays(1) };

    private static readonly HttpTransformer AsItCame = new KeepHost();

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    private uint _turn;

    public async Task ForwardAsync(HttpContext context)
    {
        var tried = 0;
        foreach (var instance in InTurn())
        {
            // It was told to stop in this very moment.
            if (!instance.Calls.TryBegin())
                continue;
            tried++;
            if (await TryAsync(context, instance))
                return;
            context.Response.Clear();
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: tried == 0 ? $"No replica of {run.Name} is running." : $"No replica of {run.Name} can be reached.").ExecuteAsync(context);
    }

    public void Dispose() => _client.Dispose();

    // Whether that was it, by an answer or because there can be no other. A WebSocket isn't waited for when the process
    // is to stop: it lasts as long as somebody looks, and it is for the service to say goodbye.
    private async Task<bool> TryAsync(HttpContext context, RunInstance instance)
    {
        var lasts = context.WebSockets.IsWebSocketRequest || context.Request.Headers.ContainsKey(HeaderNames.Upgrade);
        if (lasts)
            instance.Calls.End();
        try
        {
            var target = $"http://localhost:{instance.TargetPorts[endpoint]}";
            var error = await forwarder.SendAsync(context, target, _client, LongLived, AsItCame);
            return error == ForwarderError.None || !MayBeSentAgain(context);
        }
        finally
        {
            if (!lasts)
                instance.Calls.End();
        }
    }

    // The healthy ones; where none is, those that run.
    private IEnumerable<RunInstance> InTurn()
    {
        var running = run.Instances.Where(instance => instance.State == RunState.Running).ToList();
        var healthy = running.Where(instance => instance.Health == RunHealth.Healthy).ToList();
        var candidates = healthy.Count > 0 ? healthy : running;
        var first = (int)(Interlocked.Increment(ref _turn) % (uint)Math.Max(1, candidates.Count));
        return candidates.Skip(first).Concat(candidates.Take(first));
    }

    private static bool MayBeSentAgain(HttpContext context) =>
        !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested
        && (ChangesNothing(context.Request.Method) || NeverArrived(context));

    private static bool ChangesNothing(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool NeverArrived(HttpContext context) =>
        context.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    // A service that writes absolute URLs must see the address that its caller used.
    private sealed class KeepHost : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        }
    }
}

using System.Net;
using Embedded.Sidecar.App;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Protocol;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>Forwards the invocations of other sidecars to the app, and answers their probes.</summary>
internal sealed class InternalServer(SidecarOptions options, AppWatch app, InstanceAddress self, IHttpForwarder forwarder)
    : HttpTransformer, IDisposable
{
    private readonly SemaphoreSlim? _slots = options.AppMaxConcurrency is { } limit ? new(limit) : null;

    private readonly HttpMessageInvoker _client = PassThrough.Client();

    private readonly ForwarderRequestConfig _request = new()
    {
        Version = options.AppProtocol == AppProtocol.Grpc ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromMinutes(10),
    };

    public async Task ForwardAsync(HttpContext context)
    {
        if (context.Request.Headers[InternalHeaders.Instance] != self.Id)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (context.Request.Headers.ContainsKey(InternalHeaders.Probe))
        {
            context.Response.StatusCode = await app.AnswersAsync(context.RequestAborted)
                ? StatusCodes.Status204NoContent
                : StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (options.AppAddress is not { } address)
        {
            await RefuseAsync(context, "the app has no port");
            return;
        }

        if (_slots is not null)
            await _slots.WaitAsync(context.RequestAborted);
        try
        {
            var error = await forwarder.SendAsync(context, address, _client, _request, this);
            if (error == ForwarderError.None)
                return;
            var cause = context.GetForwarderErrorFeature()?.Exception;
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
                app.ReportUnreachable();
            await RefuseAsync(context, cause?.Message ?? error.ToString());
        }
        finally
        {
            _slots?.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;
        proxyRequest.Headers.Remove(InternalHeaders.Instance);
        InvocationHeaders.SetTrace(httpContext, proxyRequest);
        if (options.AppToken is { } token)
        {
            proxyRequest.Headers.Remove("dapr-api-token");
            proxyRequest.Headers.Add("dapr-api-token", token);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _slots?.Dispose();
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        context.Response.Headers[InternalHeaders.Unreachable] = Uri.EscapeDataString(why);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
            return GrpcAnswer.EndAsync(context, StatusCode.Unavailable, why);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Net;
using Embedded.Hub;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Grpc;
using Embedded.Sidecar.Resiliency;
using Embedded.Sidecar.Resources;
using Grpc.Core;
using Polly.Timeout;
using Yarp.ReverseProxy.Forwarder;

namespace Embedded.Sidecar.Invocation;

/// <summary>
/// Takes a request of this app to an instance of another, chosen at random for each try. A request that is whole and
/// small is kept, so that it can be sent again; one that streams is sent once, as it comes.
/// </summary>
internal sealed class Invoker(
    IHub hub, SidecarOptions options, ResourceSet resources, IHttpForwarder forwarder, TimeProvider time, ILogger<Invoker> log) : IDisposable
{
    private readonly ConcurrentDictionary<string, PolicyRunner> _policies = new(StringComparer.Ordinal);

    private readonly HttpMessageInvoker _client = PassThrough.Client();

    private readonly ForwarderRequestConfig _streaming = new()
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Takes a request to an app, and its answer back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="app">The app's id.</param>
    /// <param name="target">Path and query at the app.</param>
    /// <param name="isGrpc">Whether errors are gRPC's.</param>
    public async Task InvokeAsync(HttpContext context, string app, string target, bool isGrpc)
    {
        var body = await RequestBody.TryReadWholeAsync(context, options.MaxBodyBytes);
        var policy = _policies.GetOrAdd(app, static (id, from) => new PolicyRunner(from.resources.Resiliency.Apps.GetValueOrDefault(id), from.time), (resources, time));
        try
        {
            if (body is null)
                await StreamAsync(context, app, target);
            else
                await policy.RunAsync(
                    (Invoker: this, context, app, target, body, isGrpc),
                    static (call, token) => call.Invoker.TryAsync(call.context, call.app, call.target, call.body, call.isGrpc, token),
                    context.RequestAborted);
        }
        catch (Exception failure) when (failure is CallFailure or CircuitOpenException or TimeoutRejectedException)
        {
            await FailAsync(context, app, failure, isGrpc);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<AppInstance> PickAsync(string app, CancellationToken cancellation)
    {
        var instances = await hub.ResolveAsync(app, cancellation);
        return instances.Count > 0
            ? instances[Random.Shared.Next(instances.Count)]
            : throw new CallFailure($"failed to invoke, id: {app}, err: no host found with the given ID", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable);
    }

    private async ValueTask<bool> TryAsync(
        HttpContext context, string app, string target, byte[] body, bool isGrpc, CancellationToken cancellation)
    {
        var instance = await PickAsync(app, cancellation);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri($"{instance.Address}{target}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (body.Length > 0 || isGrpc)
            request.Content = new ByteArrayContent(body);
        InvocationHeaders.Copy(context, request, options.AppId, instance);
        try
        {
            using var response = await _client.SendAsync(request, cancellation);
            if (response.Headers.TryGetValues(InternalHeaders.Unreachable, out var why))
                throw new CallFailure($"failed to invoke, id: {app}, err: {Uri.UnescapeDataString(why.First())}", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable);
            await ResponseRelay.RelayAsync(context, response, isGrpc, cancellation);
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            throw new CallFailure($"failed to invoke, id: {app}, err: {gone.Message}", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable, gone);
        }
    }

    private async Task StreamAsync(HttpContext context, string app, string target)
    {
        var instance = await PickAsync(app, context.RequestAborted);
        var error = await forwarder.SendAsync(context, instance.Address, _client, _streaming, new StreamTransformer(options.AppId, instance, target));
        if (error != ForwarderError.None)
            throw new CallFailure($"failed to invoke, id: {app}, err: {context.GetForwarderErrorFeature()?.Exception?.Message}", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable);
    }

    private async Task FailAsync(HttpContext context, string app, Exception failure, bool isGrpc)
    {
        // What the app itself answers is its own business.
        if (failure is not AnsweredFailure)
            log.LogWarning("Invoking {App} failed: {Failure}", app, failure.Message);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        if (failure is AnsweredFailure answered)
        {
            await answered.RelayAsync(context);
            return;
        }

        if (isGrpc)
        {
            var status = failure switch
            {
                TimeoutRejectedException => StatusCode.DeadlineExceeded,
                CallFailure { Grpc: { } code } => (StatusCode)code,
                _ => StatusCode.Unavailable,
            };
            await GrpcAnswer.EndAsync(context, status, failure.Message);
            return;
        }

        await Http.ErrorBody.WriteAsync(
            context, new DaprError(StatusCodes.Status500InternalServerError, "ERR_DIRECT_INVOKE", failure.Message, StatusCode.Internal), options.AppId);
    }
}

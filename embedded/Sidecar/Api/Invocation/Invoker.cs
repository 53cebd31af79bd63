using System.Collections.Concurrent;
using System.Net;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Grpc.Core;
using Polly.Timeout;
using Yarp.ReverseProxy.Forwarder;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>
/// Sends requests of this app to an instance of another app, chosen at random for each attempt. A small request is read
/// whole, so that it can be retried; a stream is sent once, as it arrives.
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

    /// <summary>Sends a request to an app, and its response back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="app">The app's id.</param>
    /// <param name="target">Path and query at the app.</param>
    /// <param name="isGrpc">Whether the caller expects gRPC.</param>
    public async Task InvokeAsync(HttpContext context, string app, string target, bool isGrpc)
    {
        var body = await RequestBody.TryReadWholeAsync(context, options.MaxBodyBytes);
        var policy = _policies.GetOrAdd(
            app, static (id, from) => new PolicyRunner(from.resources.Resiliency.Apps.GetValueOrDefault(id), from.time), (resources, time));
        try
        {
            if (body is null)
                await StreamAsync(context, app, target);
            else
                await policy.RunAsync(
                    (Invoker: this, context, app, target, body, isGrpc),
                    static (call, token) => call.Invoker.AttemptAsync(call.context, call.app, call.target, call.body, call.isGrpc, token),
                    context.RequestAborted);
        }
        catch (Exception failure) when (failure is CallFailure or CircuitOpenException or TimeoutRejectedException)
        {
            await FailAsync(context, app, failure, isGrpc);
        }
    }

    public void Dispose() => _client.Dispose();

    private static CallFailure Failure(string app, string? cause, Exception? inner = null) => new(
        $"failed to invoke, id: {app}, err: {cause}", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable, inner);

    private async Task<AppInstance> PickAsync(string app, CancellationToken cancellation)
    {
        var instances = await hub.ResolveAsync(app, cancellation);
        return instances.Count > 0
            ? instances[Random.Shared.Next(instances.Count)]
            : throw Failure(app, "no host found with the given ID");
    }

    private async ValueTask<bool> AttemptAsync(
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
                throw Failure(app, Uri.UnescapeDataString(why.First()));
            await ResponseRelay.RelayAsync(context, response, isGrpc, cancellation);
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            throw Failure(app, gone.Message, gone);
        }
    }

    private async Task StreamAsync(HttpContext context, string app, string target)
    {
        var instance = await PickAsync(app, context.RequestAborted);
        var error = await forwarder.SendAsync(context, instance.Address, _client, _streaming, new StreamTransformer(options.AppId, instance, target));
        if (error != ForwarderError.None)
            throw Failure(app, context.GetForwarderErrorFeature()?.Exception?.Message);
    }

    private async Task FailAsync(HttpContext context, string app, Exception failure, bool isGrpc)
    {
        // An error that the app itself returns is not the sidecar's failure.
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

        await ErrorBody.WriteAsync(context, DaprError.Internal("ERR_DIRECT_INVOKE", failure.Message), options.AppId);
    }
}

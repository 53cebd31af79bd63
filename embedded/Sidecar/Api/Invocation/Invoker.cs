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
/// Sends requests of this app to an instance of another app, if possible to another one for each attempt. A small request is
/// read whole, so that it can be retried; a stream is sent once, as it arrives.
/// </summary>
internal sealed partial class Invoker(
    InstanceChooser instances, SidecarOptions options, ResourceSet resources, IHttpForwarder forwarder, TimeProvider time, ILogger<Invoker> log)
{
    private readonly ConcurrentDictionary<string, PolicyRunner> _policies = new(StringComparer.Ordinal);

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
                    (Invoker: this, Call: new Call(context, app, target, body, isGrpc)),
                    static (state, token) => state.Invoker.AttemptAsync(state.Call, token),
                    context.RequestAborted);
        }
        catch (Exception failure) when (failure is CallFailure or CircuitOpenException or TimeoutRejectedException)
        {
            await FailAsync(context, app, failure, isGrpc);
        }
    }

    private static CallFailure Failure(string app, string? cause, Exception? inner = null) => new(
        $"failed to invoke, id: {app}, err: {cause}", StatusCodes.Status500InternalServerError, (int)StatusCode.Unavailable, inner);

    // A connect that took too long is a cancellation with an inner TimeoutException.
    private static bool IsGone(Exception failure) => failure
        is HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException };

    private async Task<AppInstance> ChooseAsync(string app, IReadOnlyCollection<string> tried, CancellationToken cancellation) =>
        await instances.ChooseAsync(app, tried, cancellation) ?? throw Failure(app, "no host found with the given ID");

    private async ValueTask<bool> AttemptAsync(Call call, CancellationToken cancellation)
    {
        var instance = await ChooseAsync(call.App, call.Tried, cancellation);
        call.Tried.Add(instance.InstanceId);
        try
        {
            await SendAsync(call, instance, cancellation);
            return true;
        }
        catch (Exception gone) when (IsGone(gone) && !call.Context.Response.HasStarted)
        {
            instances.LeaveOut(instance);
            throw Failure(call.App, gone.Message, gone);
        }
        catch (OperationCanceledException) when (!call.Context.RequestAborted.IsCancellationRequested)
        {
            // The attempt took longer than its policy allows.
            instances.LeaveOut(instance);
            if (!call.Context.Response.HasStarted)
                throw;
            // A response that has begun can't be begun again by another attempt.
            call.Context.Abort();
            return false;
        }
    }

    private async Task SendAsync(Call call, AppInstance instance, CancellationToken cancellation)
    {
        var context = call.Context;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri($"{instance.Address}{call.Target}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (call.Body.Length > 0 || call.IsGrpc)
            request.Content = new ByteArrayContent(call.Body);
        InvocationHeaders.Copy(context, request, options.AppId, instance);
        using var response = await instances.Client.SendAsync(request, cancellation);
        if (response.Headers.TryGetValues(InternalHeaders.Unreachable, out var why))
        {
            instances.LeaveOut(instance);
            throw Failure(call.App, Uri.UnescapeDataString(why.First()));
        }

        await ResponseRelay.RelayAsync(context, response, call.IsGrpc, cancellation);
    }

    private async Task StreamAsync(HttpContext context, string app, string target)
    {
        var instance = await ChooseAsync(app, [], context.RequestAborted);
        var error = await forwarder.SendAsync(
            context, instance.Address, instances.Client, _streaming, new StreamTransformer(options.AppId, instance, target));
        if (error != ForwarderError.None)
            throw Failure(app, context.GetForwarderErrorFeature()?.Exception?.Message);
    }

    private async Task FailAsync(HttpContext context, string app, Exception failure, bool isGrpc)
    {
        // An error that the app itself returns is not the sidecar's failure.
        if (failure is not AnsweredFailure)
            InvocationFailed(log, app, failure.Message);
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

    [LoggerMessage(EventId = 850, Level = LogLevel.Warning, Message = "Invoking {App} failed: {Failure}")]
    private static partial void InvocationFailed(ILogger logger, string app, string failure);

    /// <summary>A request that was read whole.</summary>
    private sealed record Call(HttpContext Context, string App, string Target, byte[] Body, bool IsGrpc)
    {
        /// <summary>The ids of the instances that were tried.</summary>
        public List<string> Tried { get; } = [];
    }
}

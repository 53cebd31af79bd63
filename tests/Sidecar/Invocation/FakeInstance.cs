using System.Net;
using Embedded.Sidecar.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Sidecar.Tests.Invocation;

/// <summary>An app instance and its sidecar, as the sidecars that call it see them: it answers with its name.</summary>
internal sealed class FakeInstance : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SemaphoreSlim _calls = new(0);
    private readonly SemaphoreSlim _probes = new(0);
    private volatile TaskCompletionSource _goOn = Done();

    private FakeInstance(string name, WebApplication server)
    {
        _server = server;
        Announced = new AppInstance(name, "worker", server.Urls.Single());
    }

    public AppInstance Announced { get; }

    /// <summary>The number of calls received, without probes.</summary>
    public int Calls { get; private set; }

    /// <summary>The status with which calls are answered.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Whether the app stalls, and not its sidecar, which then answers probes with 503.</summary>
    public bool OnlyAppStalls { get; set; }

    /// <summary>Whether only calls wait while it stalls, because the app is busy with them.</summary>
    public bool IsOnlyBusy { get; set; }

    public static async Task<FakeInstance> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        FakeInstance? instance = null;
        server.Run(context => instance!.ServeAsync(context));
        await server.StartAsync();
        return instance = new FakeInstance(name, server);
    }

    /// <summary>Like a SIGSTOP: it accepts connections and answers nothing.</summary>
    public void Stall() => _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _goOn.TrySetResult();

    /// <summary>Waits for the next call.</summary>
    public Task CalledAsync() => _calls.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits for the next probe.</summary>
    public Task ProbedAsync() => _probes.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
        _calls.Dispose();
        _probes.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task ServeAsync(HttpContext context)
    {
        var isProbe = context.Request.Headers.ContainsKey("embedded-probe");
        Assert.Equal(Announced.InstanceId, context.Request.Headers["embedded-instance"]);
        var stalls = !_goOn.Task.IsCompleted;
        if (!isProbe)
            Calls++;
        (isProbe ? _probes : _calls).Release();
        if (isProbe && stalls && (OnlyAppStalls || IsOnlyBusy))
        {
            context.Response.StatusCode = OnlyAppStalls ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
            return;
        }

        await _goOn.Task.WaitAsync(context.RequestAborted);
        if (isProbe)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.StatusCode = Status;
        await context.Response.WriteAsync(Announced.InstanceId);
    }
}

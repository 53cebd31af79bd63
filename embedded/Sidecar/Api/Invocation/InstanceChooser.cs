using System.Collections.Concurrent;
using System.Net;
using Embedded.Sidecar.Hub;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>
/// Chooses the instance of an app that gets an attempt. An instance that did not answer is left out until it answers a
/// probe, which its sidecar answers only if the app does. A probe is sent at once, so that an instance that is only slow is
/// left out for a moment. When every instance is left out, all are tried.
/// </summary>
internal sealed partial class InstanceChooser(IHub hub, TimeProvider time, ILogger<InstanceChooser> log) : IDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, AppInstance> _leftOut = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The client of calls to other sidecars, with which the probes are sent too.</summary>
    public HttpMessageInvoker Client { get; } = PassThrough.Client(noticeDeadConnections: true);

    /// <summary>Chooses an instance at random, if possible one that has not been tried by this call; null where there is none.</summary>
    /// <param name="app">The app's id.</param>
    /// <param name="tried">The ids of the instances that this call has tried.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<AppInstance?> ChooseAsync(string app, IReadOnlyCollection<string> tried, CancellationToken cancellation)
    {
        var all = await hub.ResolveAsync(app, cancellation);
        AppInstance[] answering = [.. all.Where(instance => !_leftOut.ContainsKey(instance.InstanceId))];
        return Random(Untried(answering)) ?? Random(answering) ?? Random(Untried(all)) ?? Random(all);

        AppInstance[] Untried(IEnumerable<AppInstance> instances) => [.. instances.Where(instance => !tried.Contains(instance.InstanceId))];
    }

    /// <summary>Leaves out an instance that did not answer, until it answers a probe.</summary>
    public void LeaveOut(AppInstance instance)
    {
        if (_leftOut.TryAdd(instance.InstanceId, instance))
            _ = ProbeUntilItAnswersAsync(instance);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        Client.Dispose();
        _stopping.Dispose();
    }

    private static AppInstance? Random(IReadOnlyList<AppInstance> instances) =>
        instances.Count == 0 ? null : instances[System.Random.Shared.Next(instances.Count)];

    private async Task ProbeUntilItAnswersAsync(AppInstance instance)
    {
        var stopping = _stopping.Token;
        try
        {
            var probes = 0;
            for (; !await AnswersAsync(instance, stopping); probes++)
            {
                if (probes == 0)
                    DoesNotAnswer(log, instance.AppId, instance.Address);
                await Task.Delay(ProbeInterval, time, stopping);
                // The hub withdraws an instance that is gone.
                if (!(await hub.ResolveAsync(instance.AppId, stopping)).Contains(instance))
                    return;
            }

            if (probes > 0)
                AnswersAgain(log, instance.AppId, instance.Address);
        }
        catch (Exception stop) when (stop is OperationCanceledException or ObjectDisposedException && stopping.IsCancellationRequested)
        {
            // This sidecar stops.
        }
        finally
        {
            _leftOut.TryRemove(instance.InstanceId, out _);
        }
    }

    private async Task<bool> AnswersAsync(AppInstance instance, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(ProbeLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        using var probe = new HttpRequestMessage(HttpMethod.Get, instance.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        probe.Headers.TryAddWithoutValidation(InternalHeaders.Instance, instance.InstanceId);
        probe.Headers.TryAddWithoutValidation(InternalHeaders.Probe, "1");
        try
        {
            using var answer = await Client.SendAsync(probe, limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or OperationCanceledException)
        {
            stopping.ThrowIfCancellationRequested();
            return false;
        }
    }

    [LoggerMessage(EventId = 851, Level = LogLevel.Warning, Message = "{App} at {Address} does not answer; it gets no calls until it does")]
    private static partial void DoesNotAnswer(ILogger logger, string app, string address);

    [LoggerMessage(EventId = 852, Level = LogLevel.Information, Message = "{App} at {Address} answers again")]
    private static partial void AnswersAgain(ILogger logger, string app, string address);
}

using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

public sealed class When_it_is_traced : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Callers = $"00-{TraceId}-b7ad6b7169203331-01";
    private const string Sidecars = $"00-{TraceId}-00f067aa0ba902b7-01";

    private static readonly string[] Probes =
    [
        "/health", "/alive", "/grpc.health.v1.Health/Check", "/dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions",
    ];

    private readonly Channel<Activity> _ended = Channel.CreateUnbounded<Activity>();
    private readonly List<Activity> _spans = [];
    private readonly WorkerUnderTest _worker;

    public When_it_is_traced() => _worker = new WorkerUnderTest
    {
        Extra = services => services.AddOpenTelemetry().WithTracing(tracing => tracing.AddProcessor(new Spans(_ended.Writer))),
    }.With("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1").With("Lifetime:SweepMilliseconds", "10");

    public void Dispose() => _worker.Dispose();

    [Theory]
    [InlineData("00f067aa0ba902b7", Callers, Sidecars)]
    [InlineData("b7ad6b7169203331", Callers, "00-00000000000000000000000000000000-0000000000000000-00")]
    [InlineData("b7ad6b7169203331", Callers, $"00-{TraceId}-00f067aa0ba902b7-00")]
    [InlineData("b7ad6b7169203331", Callers)]
    public async Task A_dispatch_is_under_the_nearest_of_those_who_passed_it_on(string parent, params string[] traceParents)
    {
        // The calls of this process are instrumented too, and would be given a parent of their own.
        using var suppressed = SuppressInstrumentationScope.Begin();
        var headers = new Metadata();
        foreach (var traceParent in traceParents)
            headers.Add("traceparent", traceParent);

        await _worker.Dispatch("Nonsense", [], headers);

        var dispatch = await SpanAsync(span => span.Kind == ActivityKind.Server && $"{span.TraceId}" == TraceId);
        Assert.Equal(parent, $"{dispatch.ParentSpanId}");
    }

    [Fact]
    public async Task Probes_and_polls_make_none()
    {
        using var suppressed = SuppressInstrumentationScope.Begin();
        using var http = new HttpClient { BaseAddress = _worker.HttpAddress };
        foreach (var path in (string[])["/health", "/alive"])
            await http.GetAsync(path, TestContext.Current.CancellationToken);
        await _worker.Call(Wire.HealthCheck, new Empty());
        await _worker.Call(Wire.ListTopicSubscriptions, new Empty());
        await new Health.HealthClient(_worker.Grpc()).CheckAsync(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);

        await _worker.Dispatch("Nonsense", [], new Metadata { { "traceparent", Callers } });

        // What came before it has been exported before it.
        await SpanAsync(span => span.Kind == ActivityKind.Server && $"{span.TraceId}" == TraceId);
        Assert.DoesNotContain(_spans, span => span.Kind == ActivityKind.Client && span.ParentSpanId == default);
        Assert.DoesNotContain(_spans, span => Probes.Contains($"{span.GetTagItem("url.path")}"));
    }

    private async Task<Activity> SpanAsync(Func<Activity, bool> wanted)
    {
        await foreach (var span in _ended.Reader.ReadAllAsync(Soon()))
        {
            _spans.Add(span);
            if (wanted(span))
                return span;
        }

        throw new InvalidOperationException("There are no more spans.");
    }

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token;

    private sealed class Spans(ChannelWriter<Activity> ended) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Recorded)
                ended.TryWrite(data);
        }
    }
}

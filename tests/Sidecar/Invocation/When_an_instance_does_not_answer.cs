using Embedded.Sidecar.Api.Invocation;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace Sidecar.Tests.Invocation;

public sealed class When_an_instance_does_not_answer : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly RetrySpec AtOnce = new(false, TimeSpan.Zero, TimeSpan.Zero, 3, null, StatusRanges.TryParse("2,4,14"));

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryHub _hub = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly InstanceChooser _chooser;
    private readonly Invoker _invoker;
    private FakeInstance _frozen = null!;
    private FakeInstance _other = null!;

    public When_an_instance_does_not_answer()
    {
        var resources = new ResourceSet();
        resources.Resiliency.Apps["worker"] = new TargetPolicy(Limit, AtOnce, null);
        _chooser = new InstanceChooser(_hub, _time, NullLogger<InstanceChooser>.Instance);
        _invoker = new Invoker(
            _chooser, new SidecarOptions { AppId = "api", DataDirectory = "" }, resources,
            _services.GetRequiredService<IHttpForwarder>(), _time, NullLogger<Invoker>.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        _frozen = await FakeInstance.StartAsync("frozen");
        _other = await FakeInstance.StartAsync("other");
    }

    public async ValueTask DisposeAsync()
    {
        _chooser.Dispose();
        await _frozen.DisposeAsync();
        await _other.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task The_call_goes_to_another_one_and_later_calls_leave_it_out()
    {
        _frozen.Stall();

        Assert.Equal("other", await CallTheFrozenFirstAsync());

        await AllGoToTheOtherAsync();
        Assert.Equal(1, _frozen.Calls);
    }

    [Fact]
    public async Task It_gets_calls_again_once_it_answers_a_probe()
    {
        _frozen.Stall();
        await CallTheFrozenFirstAsync();
        await _frozen.ProbedAsync();

        _frozen.GoOn();

        await UntilItGetsCallsAsync();
    }

    [Fact]
    public async Task A_probe_without_an_answer_is_repeated()
    {
        _frozen.Stall();
        await CallTheFrozenFirstAsync();
        await _frozen.ProbedAsync();

        await AdvanceUntilAsync(_frozen.ProbedAsync());
        await AllGoToTheOtherAsync();
        _frozen.GoOn();

        await UntilItGetsCallsAsync(advance: true);
    }

    [Fact]
    public async Task It_is_left_out_as_well_when_its_app_stalls_and_its_sidecar_answers()
    {
        _frozen.OnlyAppStalls = true;
        _frozen.Stall();

        Assert.Equal("other", await CallTheFrozenFirstAsync());
        await AdvanceUntilAsync(Task.WhenAll(_frozen.ProbedAsync(), _frozen.ProbedAsync()));

        await AllGoToTheOtherAsync();
        Assert.Equal(1, _frozen.Calls);
    }

    [Fact]
    public async Task One_that_is_only_slow_gets_calls_again_at_once()
    {
        _frozen.IsOnlyBusy = true;
        _frozen.Stall();
        Assert.Equal("other", await CallTheFrozenFirstAsync());
        await _frozen.ProbedAsync();

        // The handler goes on now. Its instance is not asked a second time, because the clock stands still.
        _frozen.GoOn();

        await UntilItGetsCallsAsync();
    }

    [Fact]
    public async Task It_is_tried_again_when_no_other_is_left()
    {
        _hub.Instances = [_frozen.Announced];
        _frozen.Stall();
        var first = CallAsync();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await _frozen.CalledAsync();
            _time.Advance(Limit);
        }

        Assert.StartsWith("{\"errorCode\":\"ERR_DIRECT_INVOKE\"", await first, StringComparison.Ordinal);
        var second = CallAsync();
        await _frozen.CalledAsync();
        _frozen.GoOn();

        Assert.Equal("frozen", await second);
    }

    [Fact]
    public async Task One_that_refuses_connections_is_left_out_too()
    {
        var announced = _frozen.Announced;
        await _frozen.DisposeAsync();
        _hub.Instances = [announced];
        await CallAsync();

        _hub.Instances = [announced, _other.Announced];

        await AllGoToTheOtherAsync();
    }

    [Fact]
    public async Task A_call_that_its_app_fails_goes_to_another_one_and_it_is_not_left_out()
    {
        _frozen.Status = StatusCodes.Status500InternalServerError;
        _hub.Instances = [_frozen.Announced, _other.Announced];

        for (var call = 0; call < 20; call++)
            Assert.Equal("other", await CallAsync());

        // In one of a million runs, chance sends none of the calls to it first.
        Assert.NotEqual(0, _frozen.Calls);
    }

    // Only the frozen one is announced until it has got the call, because the choice is random.
    private async Task<string> CallTheFrozenFirstAsync()
    {
        _hub.Instances = [_frozen.Announced];
        var call = CallAsync();
        await _frozen.CalledAsync();
        _hub.Instances = [_frozen.Announced, _other.Announced];
        _time.Advance(Limit);
        return await call;
    }

    private async Task AllGoToTheOtherAsync()
    {
        for (var call = 0; call < 20; call++)
            Assert.Equal("other", await CallAsync());
    }

    private async Task UntilItGetsCallsAsync(bool advance = false)
    {
        while (await CallAsync() != "frozen")
        {
            if (advance)
                _time.Advance(TimeSpan.FromMilliseconds(100));
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    // The wait for the next probe begins on another thread, so the clock moves in small steps until the probe comes.
    private async Task AdvanceUntilAsync(Task happened)
    {
        while (!happened.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await happened;
    }

    private async Task<string> CallAsync()
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = "GET";
        context.Request.Host = new HostString("localhost");
        context.Response.Body = answer;
        await _invoker.InvokeAsync(context, "worker", "/x", isGrpc: false);
        await context.Response.CompleteAsync();
        return System.Text.Encoding.UTF8.GetString(answer.ToArray());
    }
}

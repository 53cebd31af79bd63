using Embedded.Sidecar;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Sidecar.Tests;

public sealed class When_a_key_goes_to_the_store : IAsyncDisposable
{
    private readonly MemoryHub _hub = new();
    private readonly ResourceSet _resources = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData(null, "worker||a")]
    [InlineData("appid", "worker||a")]
    [InlineData("name", "store||a")]
    [InlineData("none", "a")]
    [InlineData("auctions", "auctions||a")]
    public async Task It_gets_the_prefix_of_the_component(string? prefix, string full)
    {
        var store = Store(prefix);

        await store.GetAsync("a", Cancelled);
        await store.GetManyAsync(["a"], Cancelled);
        await store.SaveAsync([new StateWrite("a", "1"u8.ToArray())], Cancelled);
        await store.DeleteAsync([new StateWrite("a", null)], Cancelled);
        await store.TransactAsync([new StateWrite("a", null)], Cancelled);

        Assert.Equal([$"store/{full}", $"store/{full}"], _hub.Reads);
        Assert.Equal([full, full, full], _hub.Writes.Select(write => write.Key));
    }

    [Fact]
    public async Task It_may_not_contain_the_separator_of_the_prefix()
    {
        var error = await Assert.ThrowsAsync<DaprError>(async () => await Store("none").GetAsync("other||a", Cancelled));

        Assert.Equal((400, StatusCode.InvalidArgument), (error.Status, error.Grpc));
        Assert.Empty(_hub.Reads);
    }

    [Fact]
    public async Task A_hub_that_is_away_is_an_error_of_the_store_and_opens_its_circuit()
    {
        _resources.Resiliency.Outbound["store"] = new TargetPolicy(null, null, new BreakerSpec(1, 1, TimeSpan.FromSeconds(2)));
        _hub.IsAway = true;
        var store = Store(null);

        var away = await Assert.ThrowsAsync<DaprError>(async () => await store.GetAsync("a", Cancelled));
        var open = await Assert.ThrowsAsync<DaprError>(async () => await store.GetAsync("a", Cancelled));

        Assert.Equal(("ERR_STATE_GET", 500, StatusCode.Internal), (away.Code, away.Status, away.Grpc));
        Assert.Contains("the hub is away", away.Message, StringComparison.Ordinal);
        Assert.Contains("circuit breaker is open", open.Message, StringComparison.Ordinal);
        Assert.Single(_hub.Reads);
    }

    [Fact]
    public async Task A_conflict_is_an_answer_and_opens_no_circuit()
    {
        _resources.Resiliency.Outbound["store"] = new TargetPolicy(null, null, new BreakerSpec(1, 1, TimeSpan.FromSeconds(2)));
        _hub.Result = WriteResult.Conflict;
        var store = Store(null);

        for (var at = 0; at < 3; at++)
        {
            var error = await Assert.ThrowsAsync<DaprError>(
                async () => await store.SaveAsync([new StateWrite("a", "1"u8.ToArray(), "99")], Cancelled));
            Assert.Equal(("ERR_STATE_SAVE", 409, StatusCode.Aborted), (error.Code, error.Status, error.Grpc));
        }
    }

    [Fact]
    public void An_app_without_stores_is_told_that_none_is_configured()
    {
        var error = Assert.Throws<DaprError>(() => new StateStores(_hub, _resources, "worker", new FakeTimeProvider()).Of("store"));

        Assert.Equal(("ERR_STATE_STORE_NOT_CONFIGURED", StatusCode.FailedPrecondition), (error.Code, error.Grpc));
    }

    private StateStore Store(string? prefix)
    {
        Dictionary<string, string> metadata = prefix is null ? [] : new() { ["keyPrefix"] = prefix };
        _resources.Components["store"] = new Component("store", "state.sqlite", "v1", metadata);
        return new StateStores(_hub, _resources, "worker", new FakeTimeProvider()).Of("store");
    }
}

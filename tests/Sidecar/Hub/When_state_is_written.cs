using System.Text;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Server;

namespace Sidecar.Tests.Hub;

public sealed class When_state_is_written : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_a_write_with_the_current_etag_succeeds()
    {
        await using var hub = _folder.Open();
        await WriteAsync(hub, Put("a", "1"));
        var read = await hub.GetAsync("store", "a", DataFolder.Cancelled);

        Assert.Equal(WriteResult.Written, await WriteAsync(hub, Put("a", "2", read!.Value.ETag)));
        Assert.Equal(WriteResult.Conflict, await WriteAsync(hub, Put("a", "3", read.Value.ETag)));
        Assert.Equal(WriteResult.Conflict, await WriteAsync(hub, Put("a", "3", "never given")));
        Assert.Equal("2", await TextAsync(hub, "a"));
    }

    [Fact]
    public async Task A_first_write_conflicts_with_an_existing_item()
    {
        await using var hub = _folder.Open();

        Assert.Equal(WriteResult.Written, await WriteAsync(hub, Put("a", "1") with { FirstWrite = true }));
        Assert.Equal(WriteResult.Conflict, await WriteAsync(hub, Put("a", "2") with { FirstWrite = true }));
        Assert.Equal("1", await TextAsync(hub, "a"));
    }

    [Fact]
    public async Task A_conflict_undoes_an_atomic_batch_and_only_that()
    {
        await using var hub = _folder.Open();
        await WriteAsync(hub, Put("a", "1"));

        var atomic = hub.WriteAsync("store", [Put("b", "1"), Put("a", "2", "99")], atomic: true, DataFolder.Cancelled);
        var loose = hub.WriteAsync("store", [Put("c", "1"), Put("a", "2", "99")], atomic: false, DataFolder.Cancelled);

        Assert.Equal([WriteResult.Undone, WriteResult.Conflict], await atomic);
        Assert.Equal([WriteResult.Written, WriteResult.Conflict], await loose);
        Assert.Null(await TextAsync(hub, "b"));
        Assert.Equal("1", await TextAsync(hub, "c"));
    }

    [Fact]
    public async Task An_answered_write_survives_a_crash()
    {
        // The first engine is not closed before the second opens, as if its process had been killed.
        var killed = _folder.Open();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(at => WriteAsync(killed, Put($"k{at}", $"{at}"))));

        await using var hub = _folder.Open();
        for (var at = 0; at < 100; at++)
            Assert.Equal($"{at}", await TextAsync(hub, $"k{at}"));
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task An_item_is_gone_when_it_has_expired()
    {
        await using var hub = _folder.Open();
        await WriteAsync(hub, Put("a", "1") with { TtlSeconds = 10 });

        _folder.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("1", await TextAsync(hub, "a"));
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await TextAsync(hub, "a"));
        Assert.Equal(WriteResult.Written, await WriteAsync(hub, Put("a", "2") with { FirstWrite = true }));
    }

    [Fact]
    public async Task A_delete_with_an_etag_needs_the_current_one()
    {
        await using var hub = _folder.Open();
        await WriteAsync(hub, Put("a", "1"));

        Assert.Equal(WriteResult.Conflict, await WriteAsync(hub, new StateWrite("a", null, "99")));
        Assert.Equal(WriteResult.Written, await WriteAsync(hub, new StateWrite("a", null)));
        Assert.Equal(WriteResult.Written, await WriteAsync(hub, new StateWrite("a", null)));
        Assert.Null(await TextAsync(hub, "a"));
    }

    [Fact]
    public async Task It_behaves_like_a_dictionary_with_versions()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var model = new Dictionary<string, (string Value, string ETag)>();
        await using var hub = _folder.Open();
        for (var step = 0; step < 500; step++)
        {
            var key = $"k{random.Next(8)}";
            var known = model.TryGetValue(key, out var item);
            var etag = random.Next(3) switch { 0 => null, 1 => known ? item.ETag : "1234567", _ => "7654321" };
            var isFirst = etag is null && random.Next(2) == 0;
            var value = random.Next(4) == 0 ? null : $"{step}";

            var result = await WriteAsync(
                hub, value is null ? new StateWrite(key, null, etag, isFirst) : Put(key, value, etag) with { FirstWrite = isFirst });

            var allowed = etag is not null ? known && etag == item.ETag : !isFirst || !known;
            Assert.True(result == (allowed ? WriteResult.Written : WriteResult.Conflict), $"seed {seed}, step {step}: {result}");
            if (allowed && value is null)
                model.Remove(key);
            else if (allowed)
                model[key] = (value!, (await hub.GetAsync("store", key, DataFolder.Cancelled))!.Value.ETag);
            var expected = model.TryGetValue(key, out var now) ? now.Value : null;
            var actual = await TextAsync(hub, key);
            Assert.True(
                actual == expected,
                $"seed {seed}, step {step}: {key} is {actual ?? "nothing"} and not {expected ?? "nothing"} "
                + $"after {result} of {value ?? "delete"} with etag {etag ?? "none"}, first {isFirst}");
        }
    }

    private static StateWrite Put(string key, string value, string? etag = null) => new(key, Encoding.UTF8.GetBytes(value), etag);

    private static async Task<WriteResult> WriteAsync(HubEngine hub, StateWrite write) =>
        (await hub.WriteAsync("store", [write], atomic: false, DataFolder.Cancelled))[0];

    private static async Task<string?> TextAsync(HubEngine hub, string key) =>
        await hub.GetAsync("store", key, DataFolder.Cancelled) is { } item ? Encoding.UTF8.GetString(item.Value.Span) : null;
}

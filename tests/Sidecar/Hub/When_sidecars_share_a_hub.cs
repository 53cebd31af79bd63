using System.Diagnostics;
using System.Text;
using Embedded.Sidecar;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Link;
using Sidecar.Tests.Hub.Fixtures;
using static Sidecar.Tests.Hub.Receiver;

namespace Sidecar.Tests.Hub;

public sealed class When_sidecars_share_a_hub : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eight_that_start_at_once_start_one_hub_which_stops_after_the_last()
    {
        var links = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _folder.LinkAsync()));
        using var hub = _folder.HubProcess();
        await links[0].WriteAsync("store", [new StateWrite("a", "1"u8.ToArray())], false, DataFolder.Cancelled);

        Assert.Equal("1", Encoding.UTF8.GetString((await links[7].GetAsync("store", "a", DataFolder.Cancelled))!.Value.Value.Span));
        Assert.False(hub.HasExited);
        foreach (var link in links)
            await link.DisposeAsync();

        await hub.WaitForExitAsync(DataFolder.Cancelled).WaitAsync(Patience, DataFolder.Cancelled);
    }

    [Fact]
    public async Task A_killed_hub_is_started_again_with_its_data()
    {
        await using var link = await _folder.LinkAsync();
        await using var other = await _folder.LinkAsync();
        await using var receiver = new Receiver(link, "pusher-1", broadcast: true);
        await link.AnnounceAsync(new AppInstance("i1", "worker", "http://127.0.0.1:1"), DataFolder.Cancelled);
        await link.WriteAsync("store", [new StateWrite("a", "1"u8.ToArray())], false, DataFolder.Cancelled);
        await other.PublishAsync(Message("before"), DataFolder.Cancelled);
        Assert.Equal("before", await receiver.NextAndDoneAsync());

        using (var hub = _folder.HubProcess())
        {
            hub.Kill();
            await hub.WaitForExitAsync(DataFolder.Cancelled);
        }

        Assert.NotNull(await other.GetAsync("store", "a", DataFolder.Cancelled));
        await PublishUntilTakenAsync(other, "after");
        Assert.Equal("after", await receiver.NextAndDoneAsync());
        await UntilAsync(async () => (await other.ResolveAsync("worker", DataFolder.Cancelled)).Count == 1);
    }

    [Fact]
    public async Task An_announced_app_is_found_until_its_sidecar_disconnects()
    {
        await using var one = await _folder.LinkAsync();
        var other = await _folder.LinkAsync();

        await other.AnnounceAsync(new AppInstance("i1", "worker", "http://127.0.0.1:1"), DataFolder.Cancelled);
        await UntilAsync(async () => (await one.ResolveAsync("worker", DataFolder.Cancelled)).Count == 1);
        await other.DisposeAsync();

        await UntilAsync(async () => (await one.ResolveAsync("worker", DataFolder.Cancelled)).Count == 0);
    }

    [Fact]
    public async Task Two_data_directories_share_nothing()
    {
        using var elsewhere = new DataFolder();
        await using var here = await _folder.LinkAsync();
        await using var there = await elsewhere.LinkAsync();

        await here.WriteAsync("store", [new StateWrite("a", "1"u8.ToArray())], false, DataFolder.Cancelled);

        Assert.Null(await there.GetAsync("store", "a", DataFolder.Cancelled));
    }

    [Fact]
    public async Task An_item_that_is_deleted_over_a_link_is_gone()
    {
        await using var link = await _folder.LinkAsync();
        await link.WriteAsync("store", [new StateWrite("a", "1"u8.ToArray())], false, DataFolder.Cancelled);

        await link.WriteAsync("store", [new StateWrite("a", null)], false, DataFolder.Cancelled);

        Assert.Null(await link.GetAsync("store", "a", DataFolder.Cancelled));
    }

    [Fact]
    public async Task Each_of_many_requests_at_once_gets_its_own_answer()
    {
        await using var link = await _folder.LinkAsync();

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async at =>
        {
            await link.WriteAsync("store", [new StateWrite($"k{at}", Encoding.UTF8.GetBytes($"{at}"))], false, DataFolder.Cancelled);
            var item = await link.GetAsync("store", $"k{at}", DataFolder.Cancelled);
            Assert.Equal($"{at}", Encoding.UTF8.GetString(item!.Value.Value.Span));
        }));
    }

    private static async Task PublishUntilTakenAsync(HubLink hub, string text)
    {
        while (true)
        {
            try
            {
                await hub.PublishAsync(Message(text), DataFolder.Cancelled);
                return;
            }
            catch (HubUnavailableException)
            {
                // The hub was killed during the call, and a publisher retries.
            }
        }
    }

    // The hub sends the directory some time later, and only its effect can be awaited.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < Patience, "It did not come true in time.");
            await Task.Delay(20, DataFolder.Cancelled);
        }
    }
}

using Embedded.Sidecar;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Frames;
using Embedded.Sidecar.Hub.Link;
using Embedded.Sidecar.Workflows.Instances;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_a_link_is_connected : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_has_the_directory_at_once()
    {
        await using var served = new ServedHub(_folder);
        await served.Engine.AnnounceAsync(Instance("i1"), DataFolder.Cancelled);

        for (var time = 0; time < 50; time++)
        {
            var apps = new AppDirectory();
            await using var connection = await ConnectAsync(apps);
            Assert.Single(apps.InstancesOf("worker"));
        }
    }

    [Fact]
    public async Task An_instance_that_another_connection_announced_again_stays_when_the_first_disconnects()
    {
        await using var served = new ServedHub(_folder);
        var first = await ConnectAsync(new AppDirectory());
        await using var second = await ConnectAsync(new AppDirectory());
        foreach (var id in Enumerable.Range(0, 50).Select(at => $"i{at}"))
            await AnnounceAsync(first, id);
        await AnnounceAsync(second, "i25");
        var othersAreGone = new TaskCompletionSource();
        served.Engine.Apps.Watch(all =>
        {
            if (all.Length <= 1)
                othersAreGone.TrySetResult();
        });

        await first.DisposeAsync();
        await othersAreGone.Task.WaitAsync(TimeSpan.FromSeconds(20), DataFolder.Cancelled);

        Assert.Equal("i25", Assert.Single(served.Engine.Apps.InstancesOf("worker")).InstanceId);
    }

    [Fact]
    public async Task Its_last_settlements_reach_the_hub()
    {
        await using var served = new ServedHub(_folder);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;
        await using var waiting = served.Engine.Compete(most: 500);
        var leaving = link.Compete(most: 500);
        var messages = Enumerable.Range(0, 200).Select(at => $"{at}").ToArray();
        // When this is answered, the hub has handled the subscription too.
        await link.GetAsync("store", "none", DataFolder.Cancelled);
        await served.Engine.PublishAsync(messages);
        var had = new List<Delivery>();
        while (had.Count < 100)
            had.Add(await leaving.NextAsync());

        foreach (var delivery in had)
            await link.SettleAsync(delivery, Settlement.Done, DataFolder.Cancelled);
        await link.DisposeAsync();

        // The other half went to the member that stays, and no message comes twice.
        var rest = await waiting.DoneAsync(100);
        Assert.Equal(messages.Order(), had.Select(one => Stage.Text(one.Message.Body)).Concat(rest).Order());
        await served.Engine.PublishAsync("last");
        Assert.Equal("last", await waiting.DoneAsync());
        await EndedAsync(leaving);
    }

    [Fact]
    public async Task Calls_fail_once_it_is_closed()
    {
        await using var served = new ServedHub(_folder);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;
        var listening = link.Listen();

        await link.DisposeAsync();

        await Assert.ThrowsAsync<HubUnavailableException>(async () => await link.GetAsync("store", "a", DataFolder.Cancelled));
        await Assert.ThrowsAsync<HubUnavailableException>(async () => await link.PublishAsync(Messages.Of("a"), DataFolder.Cancelled));
        await EndedAsync(listening);
    }

    [Fact]
    public void Every_spelling_of_a_data_directory_has_the_same_socket()
    {
        var link = Path.Combine(_folder.Path, "link");
        var real = Directory.CreateDirectory(Path.Combine(_folder.Path, "real")).FullName;
        Directory.CreateSymbolicLink(link, real);
        var expected = new HubOptions(real).SocketPath;

        Assert.Equal(expected, new HubOptions(real + Path.DirectorySeparatorChar).SocketPath);
        Assert.Equal(expected, new HubOptions(Path.Combine(real, "..", "real")).SocketPath);
        Assert.Equal(expected, new HubOptions(link).SocketPath);
    }

    private static async Task EndedAsync(Member member) =>
        await Assert.ThrowsAsync<HubUnavailableException>(async () =>
        {
            try
            {
                await member.NextAsync();
            }
            finally
            {
                await member.DisposeAsync();
            }
        });

    private static AppInstance Instance(string id) => new(id, "worker", "http://127.0.0.1:1");

    private static Task AnnounceAsync(LinkConnection connection, string id) =>
        connection.AskAsync(Op.Announce, Instance(id), FrameFormat.Write, DataFolder.Cancelled);

    private Task<LinkConnection> ConnectAsync(AppDirectory apps) =>
        LinkConnection.OpenAsync(new HubOptions(_folder.Path).SocketPath, apps, DataFolder.Cancelled);
}

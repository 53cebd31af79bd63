using Embedded.Hub;
using Embedded.Hub.Apps;
using Embedded.Hub.Lifetime;
using Embedded.Hub.Link;
using Hub.Tests.Fixtures;

namespace Hub.Tests;

public sealed class When_a_link_is_connected : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_knows_at_once_who_is_there()
    {
        await using var served = new ServedHub(_folder);
        await served.Engine.AnnounceAsync(Instance("i1"), DataFolder.Cancelled);

        for (var time = 0; time < 50; time++)
        {
            var apps = new AppDirectory();
            await using var connection = await ConnectAsync(apps);
            Assert.Single(apps.Of("worker"));
        }
    }

    [Fact]
    public async Task An_instance_that_another_connection_announced_anew_stays_when_the_first_goes()
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

        Assert.Equal("i25", Assert.Single(served.Engine.Apps.Of("worker")).InstanceId);
    }

    [Fact]
    public async Task What_it_says_last_is_heard()
    {
        await using var served = new ServedHub(_folder);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;
        await using var waiting = served.Engine.Compete(most: 500);
        var leaving = link.Compete(most: 500);
        var messages = Enumerable.Range(0, 200).Select(at => $"{at}").ToArray();
        // The link has it subscribed before it answers.
        await link.GetAsync("store", "none", DataFolder.Cancelled);
        await served.Engine.PublishAsync(messages);
        var had = new List<Delivery>();
        while (had.Count < 100)
            had.Add(await leaving.NextAsync());

        foreach (var delivery in had)
            await link.SettleAsync(delivery, Settlement.Done, DataFolder.Cancelled);
        await link.DisposeAsync();

        // The other half went to the one that stays, and nothing comes twice.
        var rest = await waiting.DoneAsync(100);
        Assert.Equal(messages.Order(), had.Select(one => Stage.Text(one.Message.Body)).Concat(rest).Order());
        await served.Engine.PublishAsync("last");
        Assert.Equal("last", await waiting.DoneAsync());
        await EndedAsync(leaving);
    }

    [Fact]
    public async Task Nothing_waits_for_it_once_it_is_closed()
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
    public void A_data_directory_has_one_socket_however_it_is_spelt()
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
        connection.AskAsync(Op.Announce, Instance(id), Wire.Write, DataFolder.Cancelled);

    private Task<LinkConnection> ConnectAsync(AppDirectory apps) =>
        LinkConnection.OpenAsync(new HubOptions(_folder.Path).SocketPath, apps, DataFolder.Cancelled);
}

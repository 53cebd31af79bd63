using System.Net.Http.Json;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_the_host_is_stopped
{
    private const int ControlC = 2;

    [Fact]
    public async Task Everybody_leaves_by_the_door_and_sidecars_last()
    {
        await using var host = HostProcess.Start();
        await host.UpAsync();
        var processes = (await host.ResourcesAsync()).SelectMany(resource => resource.Pids).Select(pid => ProcessIdentity.Of(pid)!.Value).ToList();

        host.Signal(ControlC);

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.DoesNotContain(processes, process => process.IsAlive);
        var said = host.Said;
        var (front, back, sidecar) = (LeavingOf("front/1"), LeavingOf("back"), LeavingOf("front-dapr-cli"));
        Assert.True(front < back, "front waits for back, so it ends before it");
        Assert.True(back < sidecar, "sidecars end last");
        Assert.True(LeavingOf("front/2") < back);

        int LeavingOf(string source)
        {
            var lines = said.Split(Environment.NewLine).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
            var at = lines.IndexOf($"[{source}] leaving by the door");
            Assert.True(at >= 0, $"{source} did not say goodbye:{Environment.NewLine}{said}");
            return at;
        }
    }

    [Fact]
    public async Task A_second_signal_ends_whoever_does_not_hear_the_first()
    {
        await using var host = HostProcess.Start("--Stubborn=1");
        await host.UpAsync();
        var stubborn = ProcessIdentity.Of((await host.ResourcesAsync()).Single(resource => resource.Name == "stubborn").Pids.Single())!.Value;

        host.Signal(Signals.Terminate);
        await WaitUntilSaidAsync(host, "stopping");
        host.Signal(Signals.Terminate);

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.False(stubborn.IsAlive);
    }

    [Fact]
    public async Task What_a_service_started_itself_is_ended_too()
    {
        await using var host = HostProcess.Start();
        await host.UpAsync();
        var back = (await host.ResourcesAsync()).Single(resource => resource.Name == "back");
        using var spawned = await host.Http.PostAsync(new Uri($"{back.Urls.Single().Url}/spawn"), content: null, TestApplication.Cancellation);
        var grandchild = ProcessIdentity.Of(await spawned.Content.ReadFromJsonAsync<int>(TestApplication.Cancellation))!.Value;

        host.Signal(Signals.Terminate);

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.False(grandchild.IsAlive);
    }

    private static async Task WaitUntilSaidAsync(HostProcess host, string text)
    {
        for (var tried = 0; !host.Said.Contains(text, StringComparison.Ordinal) && tried < 400; tried++)
            await Task.Delay(TimeSpan.FromMilliseconds(25), TestApplication.Cancellation);
        Assert.Contains(text, host.Said);
    }
}

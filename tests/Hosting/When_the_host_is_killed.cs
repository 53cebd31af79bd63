using System.Diagnostics;
using System.Net.Http.Json;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_the_host_is_killed
{
    [Fact]
    public async Task Nothing_of_it_is_left_and_nothing_else_is_touched()
    {
        using var stranger = Process.Start("sleep", "60");
        await using var host = HostProcess.Start("--Stubborn=1");
        await host.UpAsync();
        var resources = await host.ResourcesAsync();
        using var spawned = await host.Http.PostAsync(
            new Uri($"{resources.Single(resource => resource.Name == "back").Urls.Single().Url}/spawn"), content: null, TestApplication.Cancellation);
        var grandchild = await spawned.Content.ReadFromJsonAsync<int>(TestApplication.Cancellation);
        var processes = resources.SelectMany(resource => resource.Pids).Append(grandchild).Select(pid => ProcessIdentity.Of(pid)!.Value).ToList();
        Assert.Equal(6, processes.Count);

        host.Kill();

        await UntilAsync(() => !processes.Any(process => process.IsAlive));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task A_guard_that_was_killed_before_has_a_successor()
    {
        await using var host = HostProcess.Start();
        await host.UpAsync();
        var processes = (await host.ResourcesAsync()).SelectMany(resource => resource.Pids).Select(pid => ProcessIdentity.Of(pid)!.Value).ToList();
        var guard = GuardOf(host.Pid)!.Value;

        using (var first = Process.GetProcessById(guard.Pid))
            first.Kill();
        await UntilAsync(() => GuardOf(host.Pid) is { } successor && successor != guard);
        Assert.All(processes, process => Assert.True(process.IsAlive));

        host.Kill();
        await UntilAsync(() => !processes.Any(process => process.IsAlive));
    }

    [Fact]
    public async Task Even_one_that_was_about_to_be_started_is_found()
    {
        // The mark is in the environment of what the host starts; the guard was told of nothing else.
        const string Mark = "test-mark-of-a-guard";
        using var marked = Start(Mark);
        using var unmarked = Start($"{Mark}-of-another");

        await new Guard(Mark, TimeProvider.System).RunAsync(new StringReader(""));

        Assert.True(marked.WaitForExit(TestApplication.Limit));
        Assert.False(unmarked.HasExited);
        unmarked.Kill();
    }

    [Fact]
    public async Task A_pid_that_has_come_round_again_is_left_alone()
    {
        using var old = Process.Start("sleep", "60");
        using var other = Process.Start("sleep", "60");
        var (hostsOwn, sameNumber) = (ProcessIdentity.Of(old.Id)!.Value, ProcessIdentity.Of(other.Id)!.Value with { StartedAt = 1 });

        await new Guard("nobody", TimeProvider.System).RunAsync(new StringReader($"{Guard.Begun(hostsOwn)}\n{Guard.Begun(sameNumber)}\n"));

        Assert.True(old.WaitForExit(TestApplication.Limit));
        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact]
    public async Task What_it_had_stopped_itself_is_no_longer_the_guards()
    {
        using var released = Process.Start("sleep", "60");
        var process = ProcessIdentity.Of(released.Id)!.Value;

        await new Guard("nobody", TimeProvider.System).RunAsync(new StringReader($"{Guard.Begun(process)}\n{Guard.Ended(process)}\n"));

        Assert.False(released.HasExited);
        released.Kill();
    }

    private static ProcessIdentity? GuardOf(int host) => Directory.EnumerateDirectories($"/proc/{host}/task")
        .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(int.Parse)
        .Where(pid => ProcessIdentity.Of(pid) is not null && File.ReadAllText($"/proc/{pid}/cmdline").Contains("Embedded.Hosting\0guard", StringComparison.Ordinal))
        .Select(ProcessIdentity.Of)
        .FirstOrDefault();

    private static Process Start(string mark)
    {
        var start = new ProcessStartInfo("sleep", "60");
        start.Environment[Guard.MarkVariable] = mark;
        return Process.Start(start)!;
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (var tried = 0; !reached() && tried < 400; tried++)
            await Task.Delay(TimeSpan.FromMilliseconds(25), TestApplication.Cancellation);
        Assert.True(reached());
    }
}

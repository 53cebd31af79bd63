using System.Net;
using System.Net.Sockets;
using Api.Tests.Fixtures;
using Auctions.ServiceDefaults.Health;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tests.Logs;

namespace Api.Tests;

public sealed class When_something_that_is_needed_is_missing : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeNeed _need = new();
    private readonly KeptLog _logged = new();
    private readonly ILoggerFactory _loggers;
    private readonly NeedState _state;

    public When_something_that_is_needed_is_missing()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logged));
        _state = new NeedState(_need, _time, _loggers.CreateLogger("needs"));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_missing_until_it_was_there_once()
    {
        Assert.Equal("kettle: not asked yet", _state.Problem);
        await AskAsync();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public async Task One_bad_result_is_none_and_two_in_a_row_are_and_one_good_one_is_enough()
    {
        await AskAsync();
        _need.Answer = () => throw new InvalidOperationException("outer", new IOException("It is cold."));
        await AskAsync();
        Assert.Null(_state.Problem);
        await AskAsync();
        Assert.Equal("kettle: It is cold", _state.Problem);

        _need.Answer = () => Task.CompletedTask;
        await AskAsync();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public async Task One_that_never_answers_has_a_second()
    {
        await AskAsync();
        _need.Answer = null;
        await AskAsync();
        await AskAsync();
        Assert.Equal("kettle: no answer within 1 s", _state.Problem);
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_none()
    {
        await AskAsync();
        _need.Answer = () =>
        {
            _time.Advance(2 * Second);
            return Task.CompletedTask;
        };
        await AskAsync();
        await AskAsync();
        Assert.Equal("kettle: answered after 2.0 s", _state.Problem);
    }

    [Fact]
    public async Task A_result_that_is_too_old_is_none_because_the_process_was_stopped_or_is_stalled()
    {
        await AskAsync();
        _time.Advance(3 * Second);
        Assert.Null(_state.Problem);
        _time.Advance(17 * Second);
        Assert.Equal("kettle: not asked for 20.0 s", _state.Problem);
        await AskAsync();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public async Task It_is_logged_once_when_it_goes_and_once_when_it_comes_back()
    {
        await AskAsync();
        _need.Answer = null;
        for (var ask = 0; ask < 5; ask++)
            await AskAsync();
        _need.Answer = () => Task.CompletedTask;
        for (var ask = 0; ask < 5; ask++)
            await AskAsync();

        Assert.Collection(
            _logged.Lines,
            line => Assert.Contains("Warning: The process is not ready: kettle: no answer within 1 s", line, StringComparison.Ordinal),
            line => Assert.Contains("Information: kettle is there after 5.0 s", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_says_what_and_liveness_and_the_sidecar_are_told_nothing_of_it()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var api = new ApiUnderTest { Needs = null }.With("DAPR_GRPC_ENDPOINT", $"http://{silent.LocalEndpoint}");
        using var client = api.Anonymous();

        using var health = await GetAsync(client, "/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Matches("^Unhealthy .*sidecar: .*; store: .*\\.$", await health.Content.ReadAsStringAsync(Cancelled));
        using var alive = await GetAsync(client, "/alive");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var self = await GetAsync(client, "/health/self");
        Assert.Equal(HttpStatusCode.OK, self.StatusCode);
    }

    [Fact]
    public async Task Health_turns_by_itself_and_its_answer_waits_for_nothing()
    {
        using var api = new ApiUnderTest { Needs = [_need] };
        using var client = api.Anonymous();
        await TurnsAsync(client, HttpStatusCode.OK);
        _need.Answer = null;
        await TurnsAsync(client, HttpStatusCode.ServiceUnavailable);
        _need.Answer = () => Task.CompletedTask;
        await TurnsAsync(client, HttpStatusCode.OK);
    }

    public void Dispose() => _loggers.Dispose();

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

    private static async Task TurnsAsync(HttpClient client, HttpStatusCode wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), patience.Token);
            if (answer.StatusCode == wanted)
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Asks once; where no answer comes, a second passes.</summary>
    private async Task AskAsync()
    {
        var asking = _state.AskAsync(Cancelled);
        if (!asking.IsCompleted)
            _time.Advance(Second);
        await asking;
    }
}

using System.Net;
using Api.Tests.Fixtures;
using Auctions.Api.Handover;
using Auctions.Worker.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Tests.Logs;

namespace Api.Tests;

/// <summary>Workers bound what a wrong clock can do. Here it is seen, so that somebody sets it right.</summary>
public sealed class When_the_clock_is_wrong : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SteppedClock _clock = new();
    private readonly StubWorker _worker = new();
    private readonly KeptLog _logged = new();
    private readonly ILoggerFactory _loggers;
    private readonly ClockNeed _need;

    public When_the_clock_is_wrong()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logged));
        _worker.Tells = () => Telling("w1");
        _need = new(_worker, new(_clock, _loggers.CreateLogger<WorkerClocks>()), new ConfigurationBuilder().Build(), _clock);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3_600_000, "3600.000 s ahead of the workers' clocks")]
    [InlineData(-3_600_000, "3600.000 s behind the workers' clocks")]
    [InlineData(251, "0.251 s ahead of the workers' clocks")]
    [InlineData(-251, "0.251 s behind the workers' clocks")]
    [InlineData(250, null)]
    [InlineData(-250, null)]
    [InlineData(0, null)]
    public async Task It_is_more_than_a_quarter_of_a_second_off(int milliseconds, string? problem)
    {
        _clock.Step = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Equal(problem, await ProblemAsync());
    }

    [Fact]
    public async Task It_steps_and_steps_back()
    {
        Assert.Null(await ProblemAsync());
        foreach (var step in new[] { Hour, -Hour })
        {
            _clock.Step = step;
            Assert.NotNull(await ProblemAsync());
            _clock.Step = TimeSpan.Zero;
            Assert.Null(await ProblemAsync());
        }

        Assert.Collection(
            _logged.Lines,
            line => Assert.Contains("Warning: The clock of this process is 3600.000 s ahead of that of worker w1; at most 250 ms are allowed", line, StringComparison.Ordinal),
            line => Assert.Contains("Information: The clock of this process agrees with that of worker w1 again", line, StringComparison.Ordinal),
            line => Assert.Contains("Warning: The clock of this process is 3600.000 s behind that of worker w1", line, StringComparison.Ordinal),
            line => Assert.Contains("Information: The clock of this process agrees", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_logged_once_however_long_it_lasts()
    {
        _clock.Step = Hour;
        for (var second = 0; second < 60; second++)
        {
            Assert.NotNull(await ProblemAsync());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(_logged.Lines);
    }

    [Fact]
    public async Task A_step_is_seen_although_no_worker_answers_any_more()
    {
        await ProblemAsync();
        _worker.Tells = null;
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await ProblemAsync());

        _clock.Step = Hour;
        Assert.NotNull(await ProblemAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_600_000)]
    public async Task Without_an_answer_for_a_while_nothing_is_known_and_nothing_is_wrong(int milliseconds)
    {
        _clock.Step = TimeSpan.FromMilliseconds(milliseconds);
        await ProblemAsync();
        _worker.Tells = null;
        _clock.Advance(TimeSpan.FromSeconds(16));

        Assert.Null(await ProblemAsync());
    }

    [Theory]
    [InlineData(250, false)]
    [InlineData(251, true)]
    [InlineData(-650, false)]
    [InlineData(-651, true)]
    public async Task A_slow_answer_proves_less(int milliseconds, bool isWrong)
    {
        // The worker reads its clock at the start, but Api can't know when in the 400 ms of the call that was.
        _clock.Step = TimeSpan.FromMilliseconds(milliseconds);
        _worker.Tells = () =>
        {
            var reply = Telling("w1");
            _clock.Advance(TimeSpan.FromMilliseconds(400));
            return reply;
        };

        var problem = await ProblemAsync();
        Assert.Equal(isWrong, problem is not null);
    }

    [Fact]
    public async Task One_worker_among_others_has_the_wrong_one()
    {
        _worker.Tells = () => Telling("w2", ahead: Hour);
        Assert.NotNull(await ProblemAsync());
        _worker.Tells = () => Telling("w1");
        Assert.Null(await ProblemAsync());
        _worker.Tells = () => Telling("w2", ahead: Hour);
        Assert.Null(await ProblemAsync());

        Assert.Contains("3600.000 s behind that of worker w2", Assert.Single(_logged.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_red_until_it_is_right_again()
    {
        using var api = new ApiUnderTest { Needs = [_need] };
        using var client = api.Anonymous();
        Assert.Equal("Healthy", await HealthIsAsync(client, HttpStatusCode.OK));
        _clock.Step = Hour;
        Assert.Contains("clock: 3600.000 s ahead of the workers' clocks", await HealthIsAsync(client, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        _clock.Step = TimeSpan.Zero;
        Assert.Equal("Healthy", await HealthIsAsync(client, HttpStatusCode.OK));
    }

    public void Dispose() => _loggers.Dispose();

    private static async Task<string> HealthIsAsync(HttpClient client, HttpStatusCode wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), patience.Token);
            if (answer.StatusCode == wanted)
                return await answer.Content.ReadAsStringAsync(patience.Token);
            await Task.Delay(50, patience.Token);
        }
    }

    private GetTimeReply Telling(string worker, TimeSpan ahead = default) =>
        new() { Worker = worker, Now = Timestamp.FromDateTimeOffset(_clock.TrueTime + ahead) };

    private async Task<string?> ProblemAsync()
    {
        try
        {
            await _need.AskAsync(Cancelled);
            return null;
        }
        catch (InvalidOperationException wrong)
        {
            return wrong.Message;
        }
    }
}

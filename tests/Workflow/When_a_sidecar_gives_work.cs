using Dapr.Workflow;
using Embedded.Workflow.Protocol;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_sidecar_gives_work
{
    private sealed record Visit(int Number, bool Disposed);

    private sealed class PerScope : IDisposable
    {
        private static int _made;

        public int Number { get; } = Interlocked.Increment(ref _made);

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Visiting(PerScope service) : WorkflowActivity<string, Visit>
    {
        public override async Task<Visit> RunAsync(WorkflowActivityContext context, string input)
        {
            await Task.Yield();
            return new Visit(service.Number, service.IsDisposed);
        }
    }

    private sealed class Telling(PerScope service) : Workflow<string, int>
    {
        public override Task<int> RunAsync(WorkflowContext context, string input) => Task.FromResult(service.Number);
    }

    [Fact]
    public async Task Turns_and_activities_are_answered_with_their_tokens()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port, options =>
        {
            options.RegisterWorkflow<string, string>("Tale", (context, _) => context.CallActivityAsync<string>("Greet", "you"));
            options.RegisterActivity<string, string>("Greet", (context, name) =>
                Task.FromResult($"{name} {context.Identifier} {context.InstanceId} {context.TaskExecutionKey}"));
        });

        sidecar.Hub.GiveTurn("Tale", "t-1");
        var turn = await sidecar.Hub.AnswerAsync<WorkflowResponse>();
        Assert.Equal(("t-1", "i-1", "0:Greet(\"you\")"), (turn.CompletionToken, turn.InstanceId, turn.Activities()));

        sidecar.Hub.GiveActivity("Greet", "t-2", "\"you\"");
        var done = await sidecar.Hub.AnswerAsync<ActivityResponse>();
        Assert.Equal(
            ("t-2", "i-1", 4, "\"you Greet i-1 key-1\"", (TaskFailureDetails?)null),
            (done.CompletionToken, done.InstanceId, done.TaskId, done.Result, done.FailureDetails));
    }

    [Fact]
    public async Task The_worker_says_how_much_it_takes_and_shows_its_token()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
#pragma warning disable CS0618 // As in the package.
        await using var app = await WorkerApp.StartAsync(
            sidecar.Port, options => options.MaxConcurrentActivities = 7, apiToken: "secret");
#pragma warning restore CS0618
        await Work.UntilAsync(() => !sidecar.Hub.Asked.IsEmpty);
        var (message, headers) = sidecar.Hub.Asked.First();
        var request = Assert.IsType<GetWorkItemsRequest>(message);
        Assert.Equal((100, 7), (request.MaxConcurrentWorkflowWorkItems, request.MaxConcurrentActivityWorkItems));
        Assert.Equal("secret", headers.GetValue("dapr-api-token"));
    }

    [Fact]
    public async Task Each_activity_and_each_turn_has_a_scope_of_its_own()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(
            sidecar.Port,
            options =>
            {
                options.RegisterActivity<Visiting>();
                options.RegisterWorkflow<Telling>("Tell");
            },
            services => services.AddScoped<PerScope>());

        var seen = new HashSet<string>();
        for (var visit = 0; visit < 3; visit++)
        {
            sidecar.Hub.GiveActivity(nameof(Visiting), "t");
            var result = (await sidecar.Hub.AnswerAsync<ActivityResponse>()).Result;
            Assert.Contains("\"disposed\":false", result, StringComparison.Ordinal);
            Assert.True(seen.Add(result));
            sidecar.Hub.GiveTurn("Tell", "t");
            Assert.True(seen.Add((await sidecar.Hub.AnswerAsync<WorkflowResponse>()).Output()!));
        }
    }

    [Fact]
    public async Task What_nobody_registered_is_named()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port);

        sidecar.Hub.GiveActivity("Missing", "t-1");
        var answer = await sidecar.Hub.AnswerAsync<ActivityResponse>();
        Assert.Equal(("t-1", "ActivityNotRegistered"), (answer.CompletionToken, answer.FailureDetails.ErrorType));
        Assert.Contains("'Missing'", answer.FailureDetails.ErrorMessage, StringComparison.Ordinal);

        sidecar.Hub.GiveTurn("Missing", "t-2");
        var turn = await sidecar.Hub.AnswerAsync<WorkflowResponse>();
        Assert.Equal(("t-2", "WorkflowNotRegistered"), (turn.CompletionToken, turn.Failure().ErrorType));
    }

    [Fact]
    public async Task What_an_activity_throws_and_what_it_cannot_read_are_told()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port, options => options.RegisterActivity<int, int>(
            "Halve", (_, number) => number % 2 == 0 ? Task.FromResult(number / 2) : throw new ArgumentException("odd")));

        sidecar.Hub.GiveActivity("Halve", "t-1", "3");
        var odd = (await sidecar.Hub.AnswerAsync<ActivityResponse>()).FailureDetails;
        Assert.Equal(("System.ArgumentException", "odd"), (odd.ErrorType, odd.ErrorMessage));
        Assert.Contains(nameof(When_a_sidecar_gives_work), odd.StackTrace, StringComparison.Ordinal);

        sidecar.Hub.GiveActivity("Halve", "t-2", "\"x\"");
        var unread = (await sidecar.Hub.AnswerAsync<ActivityResponse>()).FailureDetails;
        Assert.StartsWith("The input of activity 'Halve' could not be read as System.Int32", unread.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_that_blocks_holds_nothing_else_up()
    {
        using var gate = new ManualResetEventSlim();
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port, options =>
        {
            options.RegisterWorkflow<string, string>("Tale", (_, _) => Task.FromResult("end"));
            options.RegisterActivity<string, string?>("Block", (_, _) =>
            {
                gate.Wait(Work.Patience);
                return Task.FromResult<string?>(null);
            });
        });

        sidecar.Hub.GiveActivity("Block", "t-1");
        sidecar.Hub.GiveTurn("Tale", "t-2");
        Assert.Equal("t-2", (await sidecar.Hub.AnswerAsync<WorkflowResponse>()).CompletionToken);
        gate.Set();
        var blocked = await sidecar.Hub.AnswerAsync<ActivityResponse>();
        Assert.Equal(("t-1", (string?)null), (blocked.CompletionToken, blocked.Result));
    }

    [Fact]
    public async Task An_answer_that_did_not_arrive_is_given_again()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(
            sidecar.Port, options => options.RegisterActivity<string, int>("One", (_, _) => Task.FromResult(1)));
        var tries = 0;
        sidecar.Hub.OnAnswer = _ =>
        {
            if (++tries < 3)
                throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
        };
        sidecar.Hub.GiveActivity("One", "t-1");
        Assert.Equal("1", (await sidecar.Hub.AnswerAsync<ActivityResponse>()).Result);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Thousands_are_answered()
    {
        const int Turns = 5_000;
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port, options =>
            options.RegisterWorkflow<string, string>("Tale", (context, _) => context.CallActivityAsync<string>("Greet", "you")));
        for (var turn = 0; turn < Turns; turn++)
            sidecar.Hub.GiveTurn("Tale", $"{turn}", $"i-{turn}");
        var tokens = new HashSet<string>();
        for (var turn = 0; turn < Turns; turn++)
            tokens.Add((await sidecar.Hub.AnswerAsync<WorkflowResponse>()).CompletionToken);
        Assert.Equal(Turns, tokens.Count);
    }
}

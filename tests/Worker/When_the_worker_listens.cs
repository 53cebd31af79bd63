using System.Net;
using System.Reflection;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Worker.Tests.Fixtures;
using Empty = Google.Protobuf.WellKnownTypes.Empty;

namespace Worker.Tests;

public sealed class When_the_worker_listens
{
    [Fact]
    public void Both_doors_are_on_loopback_alone_whatever_the_URLs_say()
    {
        using var worker = new WorkerUnderTest();

        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(worker.GrpcAddress.Host)));
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(worker.HttpAddress.Host)));
        Assert.NotEqual(worker.GrpcAddress.Port, worker.HttpAddress.Port);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_asked_by_HTTP_1(string path)
    {
        using var worker = new WorkerUnderTest();
        using var http = new HttpClient { BaseAddress = worker.HttpAddress, DefaultRequestVersion = HttpVersion.Version11 };
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("wrong", StatusCode.Unauthenticated)]
    [InlineData("right", StatusCode.OK)]
    public async Task Only_the_sidecar_that_knows_the_token_may_call(string? token, StatusCode status)
    {
        using var worker = new WorkerUnderTest().With("APP_API_TOKEN", "right");
        var headers = new Metadata();
        if (token is not null)
            headers.Add("dapr-api-token", token);
        var call = worker.Dispatch("AuctionRaise", "{}"u8.ToArray(), headers);

        var failure = await Record.ExceptionAsync(() => call.ResponseAsync);
        Assert.Equal(status, (failure as RpcException)?.StatusCode ?? StatusCode.OK);
    }

    [Fact]
    public async Task What_a_sidecar_asks_before_it_shows_the_token_is_answered()
    {
        using var worker = new WorkerUnderTest().With("APP_API_TOKEN", "right");

        await worker.Call(Wire.HealthCheck, new Empty());
        Assert.NotEmpty((await worker.Call(Wire.ListTopicSubscriptions, new Empty())).Subscriptions);
        await worker.Call(Wire.ListInputBindings, new Empty());
        var refused = await Assert.ThrowsAsync<RpcException>(() => worker.Call(Wire.OnTopicEvent, new TopicEventRequest()).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Theory]
    [InlineData("Lifetime:SweepMilliseconds", "5", typeof(OptionsValidationException))]
    [InlineData("Lifetime:SweepMilliseconds", "60001", typeof(OptionsValidationException))]
    [InlineData("House:OutagePolicy", "wait", typeof(InvalidOperationException))]
    [InlineData("House:OutagePolicy", "7", typeof(OptionsValidationException))]
    [InlineData("House:OutageAfter", "00:00:04", typeof(OptionsValidationException))]
    [InlineData("House:OutageAfter", "soon", typeof(InvalidOperationException))]
    [InlineData("House:OutageNotice", "2.00:00:00", typeof(OptionsValidationException))]
    [InlineData("GRPC_PORT", "65536", typeof(InvalidOperationException))]
    [InlineData("HTTP_PORT", "eighty", typeof(InvalidOperationException))]
    public async Task A_setting_out_of_range_is_named_and_it_does_not_start(string setting, string value, Type type)
    {
        string[] arguments = ["--GRPC_PORT=0", "--HTTP_PORT=0", "--Logging:Console:LogLevel:Default=None", $"--{setting}={value}"];
        var running = Task.Run(
            () => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments]), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<TargetInvocationException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.IsType(type, failure.InnerException);
        Assert.Contains(setting, failure.InnerException!.Message, StringComparison.Ordinal);
    }
}

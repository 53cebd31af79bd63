using System.Collections.Concurrent;
using System.Threading.Channels;
using Auctions;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.ServiceDefaults.Health;
using Auctions.Store;
using Auctions.Worker.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Worker.Tests.Fixtures;

/// <summary>A worker on two free ports of this machine, with a store in memory and a publisher that remembers.</summary>
public sealed class WorkerUnderTest : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = new()
    {
        ["GRPC_PORT"] = "0",
        ["HTTP_PORT"] = "0",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:1",
        ["Lifetime:SweepMilliseconds"] = "60000",
        ["Commands:AuctionRaise:Execution"] = "inline",
        ["Commands:Auctioneer:Execution"] = "inline",
        // Nobody listens there.
        ["DAPR_GRPC_PORT"] = "1",
    };

    private readonly ConcurrentBag<GrpcChannel> _channels = [];
    private readonly Channel<string> _scheduled = Channel.CreateUnbounded<string>();

    public WorkerUnderTest() => UseKestrel();

    public MemoryDocuments Documents { get; } = new();

    public RememberingPublisher Publisher { get; } = new();

    /// <summary>The auctions and sessions whose workflow the worker schedules, in order.</summary>
    public ChannelReader<string> Scheduled => _scheduled.Reader;

    /// <summary>What the process is to need, in the place of its sidecar; null for the sidecar of the settings.</summary>
    public IReadOnlyList<INeed>? Needs { get; init; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What a test adds to the worker's services.</summary>
    public Action<IServiceCollection>? Extra { get; init; }

    public Uri GrpcAddress => Address(0);

    public Uri HttpAddress => Address(1);

    public WorkerUnderTest With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    public GrpcChannel Grpc()
    {
        var channel = GrpcChannel.ForAddress(GrpcAddress);
        _channels.Add(channel);
        return channel;
    }

    public AsyncUnaryCall<TReply> Call<TRequest, TReply>(Method<TRequest, TReply> method, TRequest request, Metadata? headers = null)
        where TRequest : class
        where TReply : class =>
        Grpc().CreateCallInvoker().AsyncUnaryCall(
            method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), request);

    /// <summary>Sends a command as Api does.</summary>
    public AsyncUnaryCall<DispatchReply> Dispatch(string type, byte[] payload, Metadata? headers = null) =>
        Call(Wire.Dispatch, new DispatchRequest { Type = type, Payload = ByteString.CopyFrom(payload) }, headers);

    public AsyncUnaryCall<DispatchReply> Dispatch<TCommand>(TCommand command, Metadata? headers = null)
        where TCommand : class, ICommand<TCommand> =>
        Dispatch(CommandCatalog.NameOf<TCommand>(), AuctionCommands.Catalog.Write(command), headers);

    /// <summary>An auction <c>a1</c> of Sue's from 10 EUR, open for an hour.</summary>
    public async Task OpenAsync()
    {
        var reply = await Dispatch(Opening());
        Assert.Equal(DispatchReply.Types.Kind.Succeeded, reply.Kind);
    }

    public OpenAuctionCommand Opening()
    {
        var now = Clock.GetUtcNow();
        return new("a1.open", "a1", "sue", new AuctionTerms("A lamp", "EUR", 10, [new IncrementBand(0, 1)], null, now.AddHours(1)), now);
    }

    public AuctionRaiseCommand Raise(string id, string bidder, decimal amount) =>
        new($"a1.{id}", "a1", bidder, amount, Clock.GetUtcNow());

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (setting, value) in _settings)
            builder.UseSetting(setting, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            Extra?.Invoke(services);
            services.Replace(ServiceDescriptor.Singleton(Clock));
            if (Needs is not null)
                ReplaceNeeds(services);
            services.Replace(ServiceDescriptor.Singleton<IDocuments>(Documents));
            services.Replace(ServiceDescriptor.Singleton<IEventPublisher>(Publisher));
            services.Replace(ServiceDescriptor.Singleton<IAuctionWorkflows>(new NotedWorkflows(_scheduled.Writer)));
        });
    }

    private void ReplaceNeeds(IServiceCollection services)
    {
        services.RemoveAll<INeed>();
        foreach (var need in Needs!)
            services.AddSingleton(need);
    }

    private sealed class NotedWorkflows(ChannelWriter<string> scheduled) : IAuctionWorkflows
    {
        public ValueTask ScheduleAsync(string auction, CancellationToken cancellation) => scheduled.WriteAsync(auction, cancellation);

        public ValueTask NotifyAsync(string auction, CancellationToken cancellation) => default;

        public ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation) => scheduled.WriteAsync(session, cancellation);

        public ValueTask NotifySessionAsync(string session, CancellationToken cancellation) => default;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var channel in _channels)
            channel.Dispose();
        base.Dispose(disposing);
    }

    private Uri Address(int at)
    {
        StartServer();
        return new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(at));
    }
}

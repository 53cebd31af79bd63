using Auctions;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Views;
using Auctions.Worker.Workflows;
using Microsoft.Extensions.Hosting;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The raise is decided nevertheless, and its bidder hears the outcome that it really has.</summary>
public sealed class When_the_steps_of_a_raise_kept_failing : IDisposable
{
    private readonly OneCommand _reader = new();
    private readonly RememberingPublisher _publisher = new();
    private readonly Host _host = new();

    [Fact]
    public async Task Its_bidder_is_told_nothing_while_it_is_pending_and_the_activity_is_tried_again()
    {
        _reader.Known = View("pending", null);

        await Assert.ThrowsAsync<InvalidOperationException>(NotifyAsync);

        Assert.Empty(_publisher.Published);
    }

    [Fact]
    public async Task Rejected_its_bidder_is_told_the_reason()
    {
        _reader.Known = View("rejected", Rejections.TooLow);

        await NotifyAsync();

        Assert.Equal(new RaiseRejectedEvent("a1", "bob", "a1.r1", Rejections.TooLow), Assert.Single(_publisher.Published));
    }

    [Fact]
    public async Task Accepted_its_own_event_tells_the_bidder()
    {
        _reader.Known = View("raised", null);

        await NotifyAsync();

        Assert.Empty(_publisher.Published);
    }

    [Fact]
    public async Task Unknown_to_the_auction_it_has_failed()
    {
        await NotifyAsync();

        Assert.Equal(new RaiseRejectedEvent("a1", "bob", "a1.r1", Rejections.Failed), Assert.Single(_publisher.Published));
    }

    public void Dispose() => _host.Dispose();

    private static CommandView View(string status, string? reason) => new("a1.r1", "bob", status, reason, null);

    private async Task NotifyAsync() =>
        Assert.True(await new NotifyBidder(_reader, _publisher, _host).RunAsync(null!, new BidderToNotify("a1", "bob", "a1.r1")));

    /// <summary>A store that has one command, or none.</summary>
    private sealed class OneCommand : IAuctionReader
    {
        public CommandView? Known { get; set; }

        public ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation)
        {
            Assert.Equal("a1.r1", commandId);
            return new(Known);
        }

        public ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<BidView>?> BidsAsync(string auction, long after, int limit, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(
            string auction, IReadOnlyCollection<string> users, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopped = new();

        public CancellationToken ApplicationStarted => _stopped.Token;

        public CancellationToken ApplicationStopping => _stopped.Token;

        public CancellationToken ApplicationStopped => _stopped.Token;

        public void StopApplication() => _stopped.Cancel();

        public void Dispose() => _stopped.Dispose();
    }
}

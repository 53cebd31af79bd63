using System.Text;
using System.Text.Json;
using Auctions.Events;
using Auctions.Store;
using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Tests;

public sealed class When_the_store_is_a_sidecar : IDisposable
{
    private static readonly byte[] One = "{\"a\":\"für €\"}"u8.ToArray();
    private static readonly byte[] Two = "{\"a\":2}"u8.ToArray();

    private readonly FakeSidecar _sidecar = new();
    private readonly DaprClient _dapr;
    private readonly DaprDocuments _documents;

    public When_the_store_is_a_sidecar()
    {
        _dapr = _sidecar.Client();
        _documents = new(_dapr);
    }

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        Assert.Null(await _documents.FindAsync("k", CancellationToken.None));
        Assert.True(await _documents.TryWriteAsync("k", One, null, CancellationToken.None));
        var (content, etag) = (await _documents.FindAsync("k", CancellationToken.None))!.Value;
        Assert.Equal(One, content);
        Assert.True(await _documents.TryWriteAsync("k", Two, etag, CancellationToken.None));
        Assert.False(await _documents.TryWriteAsync("k", One, etag, CancellationToken.None));
        Assert.Equal(Two, (await _documents.FindAsync("k", CancellationToken.None))!.Value.Content);
    }

    [Fact]
    public async Task A_first_write_over_a_document_is_lost_to_it()
    {
        await _documents.TryWriteAsync("k", One, null, CancellationToken.None);
        Assert.False(await _documents.TryWriteAsync("k", Two, null, CancellationToken.None));
        Assert.Equal(One, (await _documents.FindAsync("k", CancellationToken.None))!.Value.Content);
    }

    [Fact]
    public async Task A_write_whose_answer_got_lost_is_no_success()
    {
        _sidecar.AnswersToLose = 1;
        Assert.False(await _documents.TryWriteAsync("k", One, null, CancellationToken.None));
        var (_, etag) = (await _documents.FindAsync("k", CancellationToken.None))!.Value;

        _sidecar.AnswersToLose = 1;
        await Assert.ThrowsAsync<DaprException>(() => _documents.TryWriteAsync("k", Two, etag, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Many_come_in_the_order_in_which_they_were_asked_for()
    {
        await _documents.WriteSealedAsync([new("b", Two), new("a", One)], CancellationToken.None);
        await _documents.WriteSealedAsync([new("b", Two)], CancellationToken.None);
        var found = await _documents.FindManyAsync(["a", "none", "b"], CancellationToken.None);

        Assert.Equal("für €", JsonDocument.Parse(found[0]!).RootElement.GetProperty("a").GetString());
        Assert.Null(found[1]);
        Assert.Equal(Two, found[2]);
        Assert.Empty(await _documents.FindManyAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task A_raise_goes_through_it_and_no_changing_document_is_written_without_a_condition()
    {
        var house = new House();
        var heads = new AuctionStore(_documents, new FakeTimeProvider(House.Noon));
        await heads.CreateAsync(house.Opening(), CancellationToken.None);
        var outcome = await heads.RaiseAsync(house.Raising("ann", 10, "1"), CancellationToken.None);

        Assert.Equal(2, outcome.Seq);
        Assert.All(_sidecar.Saved.SelectMany(request => request.States), item =>
            Assert.Equal("ConcurrencyFirstWrite", item.Options.Concurrency.ToString()));
    }

    [Fact]
    public async Task An_event_goes_out_in_an_envelope_of_its_own()
    {
        await new DaprEventPublisher(_dapr).PublishAsync(new RaiseRejectedEvent("a", "ann", "a.1", "closed"), CancellationToken.None);
        var published = Assert.Single(_sidecar.Published);

        Assert.Equal(("events", "auction-events", "application/cloudevents+json"), (published.PubsubName, published.Topic, published.DataContentType));
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(published.Data.Span));
        Assert.Equal("a.1", json.RootElement.GetProperty("id").GetString());
        Assert.Equal("closed", json.RootElement.GetProperty("data").GetProperty("reason").GetString());
    }

    public void Dispose()
    {
        _dapr.Dispose();
        _sidecar.Dispose();
    }
}

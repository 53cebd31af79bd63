using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Auctions.Store;
using Auctions.Worker.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Tests.Metrics;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>A worker that starts finds that the last sign of life is old.</summary>
public sealed class When_the_house_was_away : IDisposable
{
    private readonly WorkerUnderTest _worker = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task It_records_the_outage_in_the_store_and_counts_it()
    {
        var beat = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        await _worker.Documents.TryWriteAsync(
            AuctionKeys.Heartbeat, Encoding.UTF8.GetBytes($$"""{"at":"{{beat:O}}","outages":[]}"""), null, Cancelled);
        using var measured = new Measured(AuctionMetrics.MeterName, _worker.Services.GetRequiredService<IMeterFactory>());

        JsonElement outages;
        do
        {
            await Task.Delay(50, Cancelled);
            var (content, _) = await _worker.Documents.FindAsync(AuctionKeys.Heartbeat, Cancelled) ?? default;
            outages = JsonSerializer.Deserialize<JsonElement>(content).GetProperty("outages");
        }
        while (outages.GetArrayLength() == 0);

        Assert.Equal((1, beat), (outages[0].GetProperty("id").GetInt64(), outages[0].GetProperty("from").GetDateTimeOffset()));
        Assert.Equal(1, measured.Now("auctions.outages"));
    }
}

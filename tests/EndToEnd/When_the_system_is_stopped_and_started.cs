using System.Diagnostics;
using Auctions.Load;

namespace EndToEnd.Tests;

public sealed class When_the_system_is_stopped_and_started
{
    [Fact]
    public async Task No_process_is_left_and_the_auctions_are_still_there()
    {
        var data = Directory.CreateTempSubdirectory("auctions-").FullName;
        try
        {
            string auction;
            List<int> pids;
            await using (var system = await RunningSystem.StartAsync(data))
            {
                using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
                using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
                auction = await seller.OpenAuctionAsync("A vase");
                await bidder.RaiseUntilTakenAsync(auction, 10);
                pids = [.. (await system.ResourcesAsync()).SelectMany(row => row.Pids)];
            }

            Assert.All(pids, pid => Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid)));

            await using var again = await RunningSystem.StartAsync(data);
            using var reader = await Client.SignInAsync(again.Api, "ben", "bidder");
            Assert.Equal(10, (await reader.GetAsync($"/auctions/{auction}")).GetProperty("price").GetDecimal());
            await reader.RaiseUntilTakenAsync(auction, 11);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}

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
            string auction, command;
            IReadOnlyCollection<int> pids;
            await using (var system = await RunningSystem.StartAsync(data))
            {
                using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
                using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
                auction = await seller.OpenAuctionAsync("A vase");
                // The command is accepted but perhaps not done yet. It must be done after the next start.
                command = await bidder.RaiseUntilAcceptedAsync(auction, 10);
                pids = [.. system.Pids().Values];
            }

            Assert.All(pids, pid => Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid)));

            await using var again = await RunningSystem.StartAsync(data);
            using var ann = await Client.SignInAsync(again.Api, "ann", "bidder");
            Assert.Equal(("raised", null), await ann.OutcomeAsync(command, TimeSpan.FromSeconds(20)));
            using var reader = await Client.SignInAsync(again.Api, "ben", "bidder");
            Assert.Equal(10, (await reader.GetAsync($"/auctions/{auction}")).GetProperty("price").GetDecimal());
            Assert.Equal("raised", await reader.RaiseAndWaitAsync(auction, 11));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}

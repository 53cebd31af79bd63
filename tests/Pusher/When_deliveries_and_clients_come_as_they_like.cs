using System.Text.Json;
using Auctions.Pusher;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

/// <summary>
/// Events are committed in order; their deliveries are shuffled, doubled and lost; the store fails at times; clients
/// come, go and come back with what they saw last. Each client must see each seq once, in order, without a gap that no
/// snapshot covers, and in the end all of it.
/// </summary>
public sealed class When_deliveries_and_clients_come_as_they_like(ITestOutputHelper output)
{
    private const int Events = 300;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40).Append(Random.Shared.Next())];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Each_sees_each_seq_once_in_order(int seed)
    {
        output.WriteLine($"seed {seed}");
        using var house = new House(new PusherOptions { KeptEvents = 16, HoldMilliseconds = 250 });
        var world = new World(house, new Random(seed));
        while (world.Committed < Events)
            await world.StepAsync();
        await world.SettleAsync();

        Assert.All(world.Viewers, viewer => Assert.Equal(Events, viewer.Place));
        Assert.True(world.EventsSeen > Events / 10, $"Only {world.EventsSeen} events were seen as such; the test shows nothing.");
    }

    private sealed class World(House house, Random random)
    {
        private readonly List<long> _onTheirWay = [];

        public int Committed { get; private set; }

        public List<Viewer> Viewers { get; } = [];

        public int EventsSeen { get; private set; }

        public async Task StepAsync()
        {
            switch (random.Next(24))
            {
                case < 8:
                    Commit();
                    break;
                case < 20 when _onTheirWay.Count > 0:
                    // Mostly about in turn, sometimes any.
                    var at = random.Next(10) == 0 ? random.Next(_onTheirWay.Count) : random.Next(Math.Min(4, _onTheirWay.Count));
                    house.Deliver(_onTheirWay[at]);
                    _onTheirWay.RemoveAt(at);
                    break;
                case 20:
                    house.Pass(TimeSpan.FromMilliseconds(50 * random.Next(1, 8)));
                    break;
                case 21 when Viewers.Count < 8 && Committed > 0:
                    var viewer = new Viewer(random.Next(3) == 0 ? random.Next(Committed + 1) : 0);
                    viewer.Come(house);
                    Viewers.Add(viewer);
                    break;
                case 22 when Viewers.Count > 0:
                    await ComeBackAsync(Viewers[random.Next(Viewers.Count)]);
                    break;
                case 23:
                    house.Reader.IsAway = random.Next(6) == 0;
                    break;
            }
        }

        public async Task SettleAsync()
        {
            foreach (var seq in _onTheirWay)
                house.Deliver(seq);
            house.Reader.IsAway = false;
            house.Pass(TimeSpan.FromSeconds(40));
            foreach (var viewer in Viewers)
                EventsSeen += await viewer.LookAsync();
        }

        private void Commit()
        {
            Committed++;
            house.Reader.Views["a1"] = Auctioned.View(Committed);
            var copies = random.Next(40) switch { 0 => 0, < 30 => 1, < 38 => 2, _ => 3 };
            for (var copy = 0; copy < copies; copy++)
                _onTheirWay.Add(Committed);
        }

        private async Task ComeBackAsync(Viewer viewer)
        {
            EventsSeen += await viewer.LookAsync();
            viewer.Go();
            viewer.Come(house);
        }
    }

    private sealed class Viewer(long place)
    {
        private Client _client = null!;

        public long Place { get; private set; } = place;

        public void Come(House house) => _client = house.Watcher(after: Place == 0 ? null : Place);

        public void Go()
        {
            _client.Conversation.Leave();
            _client.Connection.Close(1000, "");
        }

        public async Task<int> LookAsync()
        {
            var events = 0;
            foreach (var frame in await _client.FramesAsync())
            {
                using var json = JsonDocument.Parse(frame);
                switch (json.RootElement.GetProperty("type").GetString())
                {
                    case "snapshot":
                        var view = json.RootElement.GetProperty("auction");
                        var seq = view.GetProperty("seq").GetInt64();
                        Assert.True(seq >= Place, $"A snapshot of {seq} came after {Place}.");
                        Assert.Equal(Auctioned.View(seq).Price, view.GetProperty("price").GetDecimal());
                        Place = seq;
                        break;
                    case "raised" or "opened":
                        Assert.Equal(Place + 1, json.RootElement.GetProperty("seq").GetInt64());
                        Place++;
                        events++;
                        break;
                }
            }

            return events;
        }
    }
}

using System.Text.Json;
using Auctions.Pusher;
using Simulation.Tests.Clock;
using Simulation.Tests.Invariants;
using Simulation.Tests.Processes;

namespace Simulation.Tests.People;

/// <summary>
/// A client that watches the auction at one pusher, and goes to another with the last seq seen when the connection breaks. It
/// checks each frame against the contract: every seq once, in order, without a gap, unless a snapshot covers it.
/// </summary>
internal sealed class Watcher(World world, string name, string? user)
{
    // How old the frame may be, and how far two clocks may differ.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300);

    private readonly TimeSpan _vouch = TimeSpan.FromSeconds(new PusherOptions().VouchSeconds);
    private SimulatedSocket? _socket;
    private SimulatedPusher? _pusher;
    private bool _isWatching;

    /// <summary>The seq up to which the watcher has seen everything.</summary>
    public long Seq { get; private set; }

    /// <summary>The name, for the story.</summary>
    public string Name => name;

    public void Begin() => world.Loop.After(world.Faults.Between(100, 5_000), Connect);

    private void Connect()
    {
        var pusher = world.Pick(world.Pushers);
        world.Loop.After(world.Faults.Latency(), () =>
        {
            if (!pusher.Process.IsAlive)
            {
                Reconnect();
                return;
            }

            var socket = _socket = new SimulatedSocket(world.Loop, world.Faults, Receive, Reconnect);
            pusher.Process.WhenKilled(socket.Close);
            world.Story?.Add($"{name} watches at {pusher.Process.Name}{(_isWatching ? $" after seq {Seq}" : "")}");
            _pusher = pusher.Service;
            _pusher.Join(socket, user, _isWatching ? Seq : null);
        });
    }

    private void Reconnect()
    {
        _socket?.Leave();
        _socket = null;
        world.Loop.After(world.Faults.Between(50, 1_000), Connect);
    }

    private void Receive(byte[] frame)
    {
        world.Ledger.CheckHidden(frame, name);
        using var json = JsonDocument.Parse(frame);
        var root = json.RootElement;
        var type = root.GetProperty("type").GetString()!;
        if (type == "error")
            OnError(root.GetProperty("reason").GetString()!);
        if (type is "presence" or "error" or "rejected" or "outbid" or "won" or "lost")
            return;
        if (type == "snapshot")
            OnSnapshot(root.GetProperty("auction"));
        else
            OnEvent(root.GetProperty("seq").GetInt64(), type);
    }

    // The auction is not created yet.
    private void OnError(string reason)
    {
        if (reason == "unknown-auction")
            Reconnect();
    }

    private void OnSnapshot(JsonElement auction)
    {
        var (seq, madeAt) = (auction.GetProperty("seq").GetInt64(), auction.GetProperty("serverTime").GetDateTimeOffset());
        // A pusher that doesn't hear an event which is on its machine knows by its heartbeat that it doesn't.
        if (world.Broker.DeliveredAt(_pusher!, seq + 1) is { } missedAt && madeAt - missedAt > _vouch + Slack)
            world.Ledger.Report(
                Invariant.NoStaleSnapshot, $"{name} gets a snapshot of seq {seq}, {(madeAt - missedAt).TotalSeconds:F1} s after seq {seq + 1} was there");
        if (seq < Seq)
            world.Ledger.Report(Invariant.EverySeqOnceInOrder, $"{name} has seen seq {Seq} and gets a snapshot of seq {seq}");
        world.Story?.Add($"{name} sees a snapshot of seq {seq}");
        (_isWatching, Seq) = (true, Math.Max(Seq, seq));
    }

    private void OnEvent(long seq, string type)
    {
        if (!_isWatching || seq != Seq + 1)
            world.Ledger.Report(Invariant.EverySeqOnceInOrder, $"{name} has seen seq {Seq} and gets seq {seq} ({type})");
        world.Story?.Add($"{name} sees seq {seq}: {type}");
        Seq = seq;
    }
}

using System.Text;
using Auctions.Pusher.Sockets;

namespace Pusher.Tests.Fixtures;

/// <summary>A socket that keeps what it is sent; it can be made to stand still, as one whose peer doesn't read.</summary>
internal sealed class FakeSocket : ISocket
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _sent = [];
    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waits = [];
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource? Stand { get; set; }

    public int? CloseCode { get; private set; }

    public bool IsAborted => _aborted.Task.IsCompleted;

    public byte[][] Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public string[] Texts => [.. Sent.Select(Encoding.UTF8.GetString)];

    public ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        if (Stand is { } stand)
            return new ValueTask(StandAsync(stand.Task, text));
        Keep(text);
        return default;
    }

    public Task CloseAsync(int code, string reason)
    {
        CloseCode = code;
        return Task.CompletedTask;
    }

    public void Abort() => _aborted.TrySetResult();

    /// <summary>Ends once so many frames were sent.</summary>
    public Task CountAsync(int frames)
    {
        lock (_gate)
        {
            if (_sent.Count >= frames)
                return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((() => _sent.Count >= frames, met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>Ends once this very frame was sent.</summary>
    public Task HasAsync(byte[] frame)
    {
        lock (_gate)
        {
            if (_sent.Contains(frame))
                return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((() => _sent.Count > 0 && ReferenceEquals(_sent[^1], frame), met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private async Task StandAsync(Task stand, ReadOnlyMemory<byte> text)
    {
        if (await Task.WhenAny(stand, _aborted.Task) == _aborted.Task)
            throw new IOException("The peer is gone.");
        Keep(text);
    }

    private void Keep(ReadOnlyMemory<byte> text)
    {
        // The very array is kept, so that a test can see that it is shared.
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(text, out var segment);
        lock (_gate)
        {
            _sent.Add(segment.Array!);
            _waits.RemoveAll(wait => wait.IsMet() && wait.Met.TrySetResult());
        }
    }
}

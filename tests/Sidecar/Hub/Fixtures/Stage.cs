using System.Text;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Server;
using Microsoft.Extensions.Time.Testing;

namespace Sidecar.Tests.Hub.Fixtures;

/// <summary>A hub with a data directory of its own, and with a clock that only the test moves.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly DataFolder _directory = new();

    /// <summary>Opens the hub.</summary>
    public Stage() => Hub = _directory.Open();

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time => _directory.Time;

    /// <summary>The open hub.</summary>
    public HubEngine Hub { get; private set; }

    /// <summary>The cancellation of the running test.</summary>
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Closes the hub and opens another with the same file.</summary>
    public async Task ReopenAsync()
    {
        await Hub.DisposeAsync();
        Hub = _directory.Open();
    }

    /// <summary>Writes the values, in one call.</summary>
    public async Task<IReadOnlyList<WriteResult>> WriteAsync(bool atomic, params StateWrite[] writes) =>
        await Hub.WriteAsync("store", writes, atomic, Cancellation);

    /// <summary>Writes one value.</summary>
    public async Task<WriteResult> WriteAsync(StateWrite write) => (await WriteAsync(atomic: false, write))[0];

    /// <summary>Saves a text without conditions.</summary>
    public async Task SaveAsync(string key, string value) =>
        Assert.Equal(WriteResult.Written, await WriteAsync(new StateWrite(key, Bytes(value))));

    /// <summary>The text of a key; null where there is none.</summary>
    public async Task<string?> ReadAsync(string key) =>
        await Hub.GetAsync("store", key, Cancellation) is { } item ? Text(item.Value) : null;

    /// <summary>The ETag of a key that exists.</summary>
    public async Task<string> ETagAsync(string key) => (await Hub.GetAsync("store", key, Cancellation))!.Value.ETag;

    /// <summary>A text's bytes.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The text of some bytes.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _directory.Dispose();
    }
}

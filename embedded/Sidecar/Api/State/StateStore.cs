using System.Globalization;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Grpc.Core;
using Polly.Timeout;

namespace Embedded.Sidecar.Api.State;

/// <summary>A state store: adds the prefix to keys, applies the store's policy, and reports failures as daprd does.</summary>
internal sealed class StateStore(IHub hub, string name, string prefix, PolicyRunner policy)
{
    private const string Mismatch = "possible etag mismatch. error from state store";

    /// <summary>Reads an item; null where there is none.</summary>
    public ValueTask<StateItem?> GetAsync(string key, CancellationToken cancellation) =>
        RunAsync("ERR_STATE_GET", $"fail to get {key} from state store {name}", (hub, name, Key: FullKey(key)),
            static (wanted, token) => wanted.hub.GetAsync(wanted.name, wanted.Key, token), cancellation);

    /// <summary>Reads items, in the order of the keys.</summary>
    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(IEnumerable<string> keys, CancellationToken cancellation) =>
        RunAsync("ERR_STATE_BULK_GET", $"failed getting state from state store {name}", (hub, name, Keys: keys.Select(FullKey).ToArray()),
            static (wanted, token) => wanted.hub.GetManyAsync(wanted.name, wanted.Keys, token), cancellation);

    /// <summary>Saves items, independently of each other.</summary>
    /// <exception cref="DaprError">An item could not be saved.</exception>
    public async ValueTask SaveAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_SAVE", $"failed saving state in state store {name}", writes, atomic: false, cancellation);
        for (var at = 0; at < writes.Count; at++)
            if (results[at] != WriteResult.Written)
                throw writes[at].ETag is null
                    ? DaprError.Internal(
                        "ERR_STATE_SAVE", $"failed saving state in state store {name}: failed to set key {FullKey(writes[at].Key)}: it exists")
                    : Conflict("ERR_STATE_SAVE", $"failed saving state in state store {name}");
    }

    /// <summary>Deletes items, independently of each other.</summary>
    /// <exception cref="DaprError">An item could not be deleted.</exception>
    public async ValueTask DeleteAsync(IReadOnlyList<StateWrite> deletes, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_DELETE", $"failed deleting state in state store {name}", deletes, atomic: false, cancellation);
        for (var at = 0; at < deletes.Count; at++)
            if (results[at] != WriteResult.Written)
                throw Conflict("ERR_STATE_DELETE", $"failed deleting state with key {deletes[at].Key}");
    }

    /// <summary>Saves and deletes items, all or none.</summary>
    /// <exception cref="DaprError">The transaction was not carried out.</exception>
    public async ValueTask TransactAsync(IReadOnlyList<StateWrite> operations, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_TRANSACTION", "error while executing state transaction", operations, atomic: true, cancellation);
        if (results.Any(result => result != WriteResult.Written))
            throw DaprError.Internal("ERR_STATE_TRANSACTION", $"error while executing state transaction: {Mismatch}");
    }

    /// <summary>Reads the metadata <c>ttlInSeconds</c>; null where it isn't set, or keeps the item (0 and -1).</summary>
    /// <exception cref="DaprError">The text is no whole number from -1.</exception>
    public static int? ParseTtl(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds >= -1
            ? (seconds > 0 ? seconds : null)
            : throw DaprError.Malformed($"ttlInSeconds '{text}' is no whole number");

    private static DaprError Conflict(string code, string what) =>
        new(StatusCodes.Status409Conflict, code, $"{what}: {Mismatch}", StatusCode.Aborted);

    private string FullKey(string key) => key.Contains("||", StringComparison.Ordinal)
        ? throw DaprError.InvalidArgument("ERR_STATE_SAVE", $"input key/keyPrefix '{key}' can't contain '||'")
        : string.Concat(prefix, key);

    private ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string code, string what, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation)
    {
        var full = new StateWrite[writes.Count];
        for (var at = 0; at < full.Length; at++)
            full[at] = writes[at] with { Key = FullKey(writes[at].Key) };
        return RunAsync(code, what, (hub, name, full, atomic),
            static (wanted, token) => wanted.hub.WriteAsync(wanted.name, wanted.full, wanted.atomic, token), cancellation);
    }

    private async ValueTask<T> RunAsync<TState, T>(
        string code, string what, TState state, Func<TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await policy.RunAsync((state, call), static async (inner, token) =>
            {
                try
                {
                    return await inner.call(inner.state, token);
                }
                catch (HubUnavailableException away)
                {
                    throw new CallFailure(away.Message, inner: away);
                }
            }, cancellation);
        }
        catch (Exception failure) when (failure is CallFailure or CircuitOpenException or TimeoutRejectedException)
        {
            throw DaprError.Internal(code, $"{what}: {failure.Message}");
        }
    }
}

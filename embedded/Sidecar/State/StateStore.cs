using Embedded.Hub;
using Embedded.Sidecar.Resiliency;
using Grpc.Core;
using Polly.Timeout;

namespace Embedded.Sidecar.State;

/// <summary>One store: keys get their prefix, calls their policy, and failures daprd's words.</summary>
internal sealed class StateStore(IHub hub, string name, string prefix, PolicyRunner policy)
{
    private const string Mismatch = "possible etag mismatch. error from state store";

    /// <summary>One item; null where there is none.</summary>
    public ValueTask<StateItem?> GetAsync(string key, CancellationToken cancellation) =>
        RunAsync("ERR_STATE_GET", $"fail to get {key} from state store {name}", (hub, name, Key: Full(key)),
            static (wanted, token) => wanted.hub.GetAsync(wanted.name, wanted.Key, token), cancellation);

    /// <summary>Many items, in the order of the keys.</summary>
    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(IEnumerable<string> keys, CancellationToken cancellation) =>
        RunAsync("ERR_STATE_BULK_GET", $"failed getting state from state store {name}", (hub, name, Keys: keys.Select(Full).ToArray()),
            static (wanted, token) => wanted.hub.GetManyAsync(wanted.name, wanted.Keys, token), cancellation);

    /// <summary>Saves items; each on its own.</summary>
    public async ValueTask SaveAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_SAVE", $"failed saving state in state store {name}", writes, atomic: false, cancellation);
        for (var at = 0; at < writes.Count; at++)
            if (results[at] != WriteResult.Written)
                throw writes[at].ETag is null
                    ? new DaprError(StatusCodes.Status500InternalServerError, "ERR_STATE_SAVE", $"failed saving state in state store {name}: failed to set key {Full(writes[at].Key)}: it exists", StatusCode.Internal)
                    : new DaprError(StatusCodes.Status409Conflict, "ERR_STATE_SAVE", $"failed saving state in state store {name}: {Mismatch}", StatusCode.Aborted);
    }

    /// <summary>Deletes items; each on its own.</summary>
    public async ValueTask DeleteAsync(IReadOnlyList<StateWrite> deletes, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_DELETE", $"failed deleting state in state store {name}", deletes, atomic: false, cancellation);
        for (var at = 0; at < deletes.Count; at++)
            if (results[at] != WriteResult.Written)
                throw new DaprError(StatusCodes.Status409Conflict, "ERR_STATE_DELETE", $"failed deleting state with key {deletes[at].Key}: {Mismatch}", StatusCode.Aborted);
    }

    /// <summary>Writes and deletes, all or none.</summary>
    public async ValueTask TransactAsync(IReadOnlyList<StateWrite> operations, CancellationToken cancellation)
    {
        var results = await WriteAsync("ERR_STATE_TRANSACTION", "error while executing state transaction", operations, atomic: true, cancellation);
        if (results.Any(result => result != WriteResult.Written))
            throw new DaprError(StatusCodes.Status500InternalServerError, "ERR_STATE_TRANSACTION", $"error while executing state transaction: {Mismatch}", StatusCode.Internal);
    }

    private string Full(string key) => key.Contains("||", StringComparison.Ordinal)
        ? throw new DaprError(StatusCodes.Status400BadRequest, "ERR_STATE_SAVE", $"input key/keyPrefix '{key}' can't contain '||'", StatusCode.InvalidArgument)
        : string.Concat(prefix, key);

    private ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string code, string what, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation)
    {
        var full = new StateWrite[writes.Count];
        for (var at = 0; at < full.Length; at++)
            full[at] = writes[at] with { Key = Full(writes[at].Key) };
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
            throw new DaprError(StatusCodes.Status500InternalServerError, code, $"{what}: {failure.Message}", StatusCode.Internal);
        }
    }
}

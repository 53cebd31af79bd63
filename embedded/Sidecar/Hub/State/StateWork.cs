using System.Globalization;
using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.State;

/// <summary>The writes of one call.</summary>
internal sealed class StateWork(string store, IReadOnlyList<StateWrite> writes, bool atomic, TimeProvider time)
    : WriteWork<IReadOnlyList<WriteResult>>
{
    private const string NotExpired = "(expires IS NULL OR expires > ?)";
    private const string UpdateWhereETag =
        $"UPDATE state SET value = ?, etag = ?, expires = ? WHERE store = ? AND key = ? AND etag = ? AND {NotExpired}";
    private const string DeleteWhereETag = $"DELETE FROM state WHERE store = ? AND key = ? AND etag = ? AND {NotExpired}";
    private const string Upsert = """
        INSERT INTO state (store, key, value, etag, expires) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (store, key) DO UPDATE SET value = excluded.value, etag = excluded.etag, expires = excluded.expires
        """;
    private const string InsertFirst = Upsert + " WHERE state.expires <= ?";

    private readonly WriteResult[] _results = new WriteResult[writes.Count];

    protected override IReadOnlyList<WriteResult> Result => _results;

    public override void Run(WriteScope scope)
    {
        var undoable = atomic && writes.Count > 1;
        if (undoable)
            scope.Session.Execute("SAVEPOINT batch");

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var at = 0; at < writes.Count; at++)
        {
            var written = Apply(scope, writes[at], now);
            _results[at] = written ? WriteResult.Written : WriteResult.Conflict;
            if (written || !undoable)
                continue;

            Array.Fill(_results, WriteResult.Undone);
            _results[at] = WriteResult.Conflict;
            scope.Session.Execute("ROLLBACK TO batch");
            scope.RolledBack();
            break;
        }

        if (undoable)
            scope.Session.Execute("RELEASE batch");
    }

    private bool Apply(WriteScope scope, in StateWrite write, long now)
    {
        long? etag = null;
        if (write.ETag is { } text)
        {
            // Not an ETag that this hub gave, so no item has it.
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            etag = number;
        }

        return write.Value is { } value ? Save(scope, write, value.Span, etag, now) : Delete(scope.Session, write, etag, now);
    }

    private bool Save(WriteScope scope, in StateWrite write, ReadOnlySpan<byte> value, long? etag, long now)
    {
        var expires = write.TtlSeconds is { } seconds ? now + seconds * 1000L : (long?)null;
        if (etag is { } expected)
            return scope.Session.Prepare(UpdateWhereETag)
                .Bind(1, value).Bind(2, scope.NextNumber()).Bind(3, expires)
                .Bind(4, store).Bind(5, write.Key).Bind(6, expected).Bind(7, now).Execute() == 1;

        var insert = scope.Session.Prepare(write.FirstWrite ? InsertFirst : Upsert)
            .Bind(1, store).Bind(2, write.Key).Bind(3, value).Bind(4, scope.NextNumber()).Bind(5, expires);
        if (write.FirstWrite)
            insert.Bind(6, now);
        return insert.Execute() == 1;
    }

    private bool Delete(Session session, in StateWrite write, long? etag, long now)
    {
        if (etag is { } expected)
            return session.Prepare(DeleteWhereETag)
                .Bind(1, store).Bind(2, write.Key).Bind(3, expected).Bind(4, now).Execute() == 1;
        if (write.FirstWrite && StateReader.Get(session, store, write.Key, now) is not null)
            return false;

        session.Prepare("DELETE FROM state WHERE store = ? AND key = ?").Bind(1, store).Bind(2, write.Key).Execute();
        return true;
    }
}

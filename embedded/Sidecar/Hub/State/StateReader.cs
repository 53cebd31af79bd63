using System.Globalization;
using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.State;

/// <summary>Reads items.</summary>
internal static class StateReader
{
    public static StateItem? Get(Session session, string store, string key, long now)
    {
        var select = session.Prepare("SELECT value, etag FROM state WHERE store = ? AND key = ? AND (expires IS NULL OR expires > ?)")
            .Bind(1, store).Bind(2, key).Bind(3, now);
        StateItem? item = select.Step()
            ? new StateItem(select.Blob(0), select.Integer(1).ToString(CultureInfo.InvariantCulture))
            : null;
        select.Reset();
        return item;
    }

    /// <summary>Reads many items in one transaction, so that they are of one moment.</summary>
    public static IReadOnlyList<StateItem?> GetMany(Session session, string store, IReadOnlyList<string> keys, long now)
    {
        var items = new StateItem?[keys.Count];
        session.Execute("BEGIN");
        for (var at = 0; at < items.Length; at++)
            items[at] = Get(session, store, keys[at], now);
        session.Execute("COMMIT");
        return items;
    }
}

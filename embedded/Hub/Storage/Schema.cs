namespace Embedded.Hub.Storage;

/// <summary>The tables. A change makes a new version beside the old one, and a step that leads from one to the other.</summary>
internal static class Schema
{
    public static readonly string[] Version1 =
    [
        // Where the next block of numbers begins: etags and message ids, never given twice (see NumberSeries).
        "CREATE TABLE numbers (next INTEGER NOT NULL)",
        "INSERT INTO numbers VALUES (1)",

        "CREATE TABLE state (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, etag INTEGER NOT NULL, expires INTEGER, UNIQUE (store, key))",
        "CREATE INDEX state_expires ON state (expires) WHERE expires IS NOT NULL",

        "CREATE TABLE message (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, body BLOB NOT NULL, content_type TEXT NOT NULL, trace_parent TEXT, at INTEGER NOT NULL, expires INTEGER)",
        "CREATE INDEX message_topic ON message (topic, id)",

        // A group has settled every message up to its place, but those that its open ones name.
        "CREATE TABLE consumer_group (topic TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, open BLOB NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID",
    ];
}

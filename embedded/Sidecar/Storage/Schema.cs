namespace Embedded.Sidecar.Storage;

/// <summary>The tables, as steps from each version to the next: a change of them is a new step.</summary>
internal static class Schema
{
    /// <summary>The step at place n leads from version n to n + 1.</summary>
    public static readonly string[][] Steps = [StateAndTopics, Workflows];

    private static string[] StateAndTopics =>
    [
        // The first number of the next block: numbers are etags and message ids (see NumberSeries).
        "CREATE TABLE numbers (next INTEGER NOT NULL)",
        "INSERT INTO numbers VALUES (1)",

        "CREATE TABLE state (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, etag INTEGER NOT NULL, "
            + "expires INTEGER, UNIQUE (store, key))",
        "CREATE INDEX state_expires ON state (expires) WHERE expires IS NOT NULL",

        "CREATE TABLE message (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, body BLOB NOT NULL, content_type TEXT NOT NULL, "
            + "trace_parent TEXT, at INTEGER NOT NULL, expires INTEGER)",
        "CREATE INDEX message_topic ON message (topic, id)",

        // A group has settled every message up to its place, except the messages listed as open.
        "CREATE TABLE consumer_group (topic TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, open BLOB NOT NULL, "
            + "PRIMARY KEY (topic, name)) WITHOUT ROWID",
    ];

    private static string[] Workflows =>
    [
        // An instance: its start event and, after its end, how it ended.
        "CREATE TABLE workflow (key INTEGER PRIMARY KEY, app TEXT NOT NULL, id TEXT NOT NULL, parent INTEGER, "
            + "created INTEGER NOT NULL, begin BLOB NOT NULL, suspended INTEGER NOT NULL DEFAULT 0, custom TEXT, "
            + "status INTEGER, ended INTEGER, end BLOB, UNIQUE (app, id))",
        "CREATE INDEX workflow_active ON workflow (key) WHERE ended IS NULL",
        "CREATE INDEX workflow_ended ON workflow (app, ended) WHERE ended IS NOT NULL",
        "CREATE INDEX workflow_parent ON workflow (parent) WHERE parent IS NOT NULL",

        // The history of an instance: one row for each turn.
        "CREATE TABLE workflow_turn (workflow INTEGER NOT NULL, turn INTEGER NOT NULL, events BLOB NOT NULL, "
            + "PRIMARY KEY (workflow, turn)) WITHOUT ROWID",

        // The events that wait for the next turn of an instance.
        "CREATE TABLE workflow_inbox (workflow INTEGER NOT NULL, number INTEGER NOT NULL, event BLOB NOT NULL, "
            + "PRIMARY KEY (workflow, number)) WITHOUT ROWID",
    ];
}

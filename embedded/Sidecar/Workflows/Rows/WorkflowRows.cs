using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>The rows of workflows. Events are stored as protobuf messages, each after its length.</summary>
internal static class WorkflowRows
{
    /// <summary>Adds an instance; false where the app has one of that id.</summary>
    public static bool TryInsert(Session session, long key, string app, long? parent, HistoryEvent startEvent) =>
        session.Prepare("INSERT OR IGNORE INTO workflow (key, app, id, parent, created, begin) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(1, key).Bind(2, app).Bind(3, startEvent.ExecutionStarted.WorkflowInstance.InstanceId).Bind(4, parent)
            .Bind(5, MillisecondsOf(startEvent.Timestamp)).Bind(6, startEvent.ToByteArray())
            .Execute() > 0;

    /// <summary>Adds a turn after the last one.</summary>
    public static void InsertTurn(Session session, long workflow, byte[] events) =>
        session.Prepare("""
            INSERT INTO workflow_turn (workflow, turn, events)
            VALUES (?1, (SELECT COALESCE(MAX(turn) + 1, 0) FROM workflow_turn WHERE workflow = ?1), ?2)
            """)
            .Bind(1, workflow).Bind(2, events).Execute();

    public static void InsertInbox(Session session, long workflow, long number, HistoryEvent added) =>
        session.Prepare("INSERT INTO workflow_inbox (workflow, number, event) VALUES (?, ?, ?)")
            .Bind(1, workflow).Bind(2, number).Bind(3, added.ToByteArray()).Execute();

    public static void DeleteInbox(Session session, long workflow, long through) =>
        session.Prepare("DELETE FROM workflow_inbox WHERE workflow = ? AND number <= ?").Bind(1, workflow).Bind(2, through).Execute();

    public static void DeleteFromInbox(Session session, long workflow, long number) =>
        session.Prepare("DELETE FROM workflow_inbox WHERE workflow = ? AND number = ?").Bind(1, workflow).Bind(2, number).Execute();

    public static void ContinueAsNew(Session session, long workflow, HistoryEvent nextStart)
    {
        session.Prepare("UPDATE workflow SET begin = ? WHERE key = ?").Bind(1, nextStart.ToByteArray()).Bind(2, workflow).Execute();
        session.Prepare("DELETE FROM workflow_turn WHERE workflow = ?").Bind(1, workflow).Execute();
    }

    public static void SetCustomStatus(Session session, long workflow, string? status) =>
        session.Prepare("UPDATE workflow SET custom = ? WHERE key = ?").Bind(1, status).Bind(2, workflow).Execute();

    public static void SetSuspended(Session session, long workflow, bool suspended) =>
        session.Prepare("UPDATE workflow SET suspended = ? WHERE key = ?").Bind(1, suspended ? 1 : 0).Bind(2, workflow).Execute();

    public static void End(Session session, long workflow, ExecutionCompletedEvent end, Timestamp at)
    {
        session.Prepare("UPDATE workflow SET status = ?, ended = ?, end = ? WHERE key = ?")
            .Bind(1, (int)end.WorkflowStatus).Bind(2, MillisecondsOf(at)).Bind(3, end.ToByteArray()).Bind(4, workflow).Execute();
        DeleteInbox(session, workflow, long.MaxValue);
    }

    /// <summary>The key of an active instance; null where there is none.</summary>
    public static long? FindActive(Session session, string app, string id)
    {
        var select = session.Prepare("SELECT key FROM workflow WHERE app = ? AND id = ? AND ended IS NULL").Bind(1, app).Bind(2, id);
        long? key = select.Step() ? select.Integer(0) : null;
        select.Reset();
        return key;
    }

    /// <summary>Whether an instance exists and has not ended.</summary>
    public static bool IsActive(Session session, long key)
    {
        var select = session.Prepare("SELECT 1 FROM workflow WHERE key = ? AND ended IS NULL").Bind(1, key);
        var found = select.Step();
        select.Reset();
        return found;
    }

    /// <summary>The parent and the start of the current execution of an active instance; null where there is none.</summary>
    public static (long? Parent, ExecutionStartedEvent Started)? FindActive(Session session, long key)
    {
        var select = session.Prepare("SELECT parent, begin FROM workflow WHERE key = ? AND ended IS NULL").Bind(1, key);
        (long?, ExecutionStartedEvent)? found = select.Step()
            ? (select.IsNull(0) ? null : select.Integer(0), HistoryEvent.Parser.ParseFrom(select.Blob(1)).ExecutionStarted)
            : null;
        select.Reset();
        return found;
    }

    /// <summary>The keys of an instance's children.</summary>
    public static List<long> ChildrenOf(Session session, long workflow)
    {
        var select = session.Prepare("SELECT key FROM workflow WHERE parent = ?").Bind(1, workflow);
        var keys = new List<long>();
        while (select.Step())
            keys.Add(select.Integer(0));
        select.Reset();
        return keys;
    }

    public static void Delete(Session session, long workflow)
    {
        session.Prepare("DELETE FROM workflow_turn WHERE workflow = ?").Bind(1, workflow).Execute();
        session.Prepare("DELETE FROM workflow WHERE key = ?").Bind(1, workflow).Execute();
    }

    /// <summary>All active instances, with history and inbox.</summary>
    public static List<Instance> ReadActive(Session session)
    {
        var instances = new List<Instance>();
        var select = session.Prepare("SELECT key, app, parent, created, begin, suspended, custom FROM workflow WHERE ended IS NULL");
        while (select.Step())
            instances.Add(new Instance(
                select.Integer(0), select.Text(1), select.IsNull(2) ? null : select.Integer(2),
                HistoryEvent.Parser.ParseFrom(select.Blob(4)), DateTimeOffset.FromUnixTimeMilliseconds(select.Integer(3)))
            {
                IsSuspended = select.Integer(5) != 0,
                CustomStatus = select.IsNull(6) ? null : select.Text(6),
            });
        select.Reset();

        foreach (var instance in instances)
        {
            foreach (var turn in ReadTurns(session, instance.Key))
                instance.Append(turn);
            instance.Inbox.AddRange(ReadInbox(session, instance.Key));
        }

        return instances;
    }

    /// <summary>The turns of an instance, in order.</summary>
    public static List<IReadOnlyList<HistoryEvent>> ReadTurns(Session session, long workflow)
    {
        var turns = new List<IReadOnlyList<HistoryEvent>>();
        var select = session.Prepare("SELECT events FROM workflow_turn WHERE workflow = ? ORDER BY turn").Bind(1, workflow);
        while (select.Step())
            turns.Add(ReadEvents(select.Blob(0)));
        select.Reset();
        return turns;
    }

    public static byte[] WriteEvents(IReadOnlyList<HistoryEvent> events)
    {
        var length = 0;
        foreach (var each in events)
            length += CodedOutputStream.ComputeMessageSize(each);

        var written = new byte[length];
        var to = new CodedOutputStream(written);
        foreach (var each in events)
            to.WriteMessage(each);
        return written;
    }

    private static List<HistoryEvent> ReadEvents(byte[] events)
    {
        var read = new List<HistoryEvent>();
        var from = new CodedInputStream(events);
        while (!from.IsAtEnd)
        {
            var next = new HistoryEvent();
            from.ReadMessage(next);
            read.Add(next);
        }

        return read;
    }

    /// <summary>The events that wait for the next turn, in order.</summary>
    public static List<InboxEvent> ReadInbox(Session session, long workflow)
    {
        var inbox = new List<InboxEvent>();
        var select = session.Prepare("SELECT number, event FROM workflow_inbox WHERE workflow = ? ORDER BY number").Bind(1, workflow);
        while (select.Step())
            inbox.Add(new InboxEvent(HistoryEvent.Parser.ParseFrom(select.Blob(1)), select.Integer(0)));
        select.Reset();
        return inbox;
    }

    private static long MillisecondsOf(Timestamp at) => at.ToDateTimeOffset().ToUnixTimeMilliseconds();
}

using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>What the API says of instances.</summary>
internal static class WorkflowQueries
{
    /// <summary>The state of an active instance.</summary>
    public static WorkflowState StateOf(Instance instance, bool withData)
    {
        var state = StateOf(instance.StartEvent, instance.CreatedAt, instance.UpdatedAt, instance.CustomStatus, withData);
        state.WorkflowStatus = instance.Status;
        return state;
    }

    /// <summary>The state of an instance that has ended; null where there is none.</summary>
    public static WorkflowState? Ended(Session session, string app, string id, bool withData)
    {
        var select = session.Prepare("SELECT created, begin, custom, ended, end FROM workflow WHERE app = ? AND id = ? AND ended IS NOT NULL")
            .Bind(1, app).Bind(2, id);
        WorkflowState? state = null;
        if (select.Step())
        {
            var endedAt = DateTimeOffset.FromUnixTimeMilliseconds(select.Integer(3));
            var end = ExecutionCompletedEvent.Parser.ParseFrom(select.Blob(4));
            state = StateOf(
                HistoryEvent.Parser.ParseFrom(select.Blob(1)), DateTimeOffset.FromUnixTimeMilliseconds(select.Integer(0)), endedAt,
                select.IsNull(2) ? null : select.Text(2), withData);
            state.WorkflowStatus = end.WorkflowStatus;
            state.CompletedTimestamp = Timestamp.FromDateTimeOffset(endedAt);
            state.FailureDetails = end.FailureDetails;
            if (withData)
                state.Output = end.Result;
        }

        select.Reset();
        return state;
    }

    /// <summary>The history of an instance, as the file has it; null where there is none.</summary>
    public static HistoryEvent[]? History(Session session, string app, string id)
    {
        var select = session.Prepare("SELECT key FROM workflow WHERE app = ? AND id = ?").Bind(1, app).Bind(2, id);
        long? key = select.Step() ? select.Integer(0) : null;
        select.Reset();
        return key is { } found ? [.. WorkflowRows.ReadTurns(session, found).SelectMany(turn => turn)] : null;
    }

    /// <summary>A page of instance ids, in the order in which the instances were started.</summary>
    public static (List<string> Ids, long Last, bool More) List(Session session, string app, long after, int size)
    {
        var ids = new List<string>();
        var select = session.Prepare("SELECT key, id FROM workflow WHERE app = ? AND key > ? ORDER BY key LIMIT ?")
            .Bind(1, app).Bind(2, after).Bind(3, size + 1L);
        var more = false;
        while (select.Step() && !(more = ids.Count == size))
        {
            after = select.Integer(0);
            ids.Add(select.Text(1));
        }

        select.Reset();
        return (ids, after, more);
    }

    private static WorkflowState StateOf(HistoryEvent startEvent, DateTimeOffset createdAt, DateTimeOffset updatedAt, string? custom, bool withData)
    {
        var started = startEvent.ExecutionStarted;
        var state = new WorkflowState
        {
            InstanceId = started.WorkflowInstance.InstanceId,
            Name = started.Name,
            Version = started.Version,
            ExecutionId = started.WorkflowInstance.ExecutionId,
            ScheduledStartTimestamp = started.ScheduledStartTimestamp,
            CreatedTimestamp = Timestamp.FromDateTimeOffset(createdAt),
            LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(updatedAt),
            ParentInstanceId = started.ParentInstance?.WorkflowInstance.InstanceId,
        };
        state.Tags.Add(started.Tags);
        if (withData)
        {
            state.Input = started.Input;
            state.CustomStatus = custom;
        }

        return state;
    }
}

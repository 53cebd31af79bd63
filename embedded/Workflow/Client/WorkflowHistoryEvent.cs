namespace Dapr.Workflow.Client;

/// <summary>Something that happened to an instance.</summary>
/// <param name="EventId">The number of the step that it belongs to; -1 where it belongs to none.</param>
/// <param name="EventType">What happened.</param>
/// <param name="Timestamp">When, in UTC.</param>
public sealed record WorkflowHistoryEvent(int EventId, WorkflowHistoryEventType EventType, DateTime Timestamp);

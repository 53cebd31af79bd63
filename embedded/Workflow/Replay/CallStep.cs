using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>A call that has a result: of an activity or of a child workflow.</summary>
internal abstract class CallStep<T>(string name, Payload input) : Step
{
    // Without RunContinuationsAsynchronously: the code goes on in the order of the events, on the turn's thread.
    private readonly TaskCompletionSource<T> _result = new();

    public string Name { get; } = name;

    public Task<T> Result => _result.Task;

    /// <summary>Whether another attempt can help, as far as the one that failed said.</summary>
    public bool MayBeRetried { get; private set; } = true;

    protected string? InputText => input.Text;

    public override void Complete(string? result)
    {
        State = StepState.Closed;
        T value;
        try
        {
            value = Json.Read<T>(result);
        }
        catch (Exception reason) when (Json.IsMismatch(reason))
        {
            _result.TrySetException(Json.Mismatch($"The result of {Describe()}", typeof(T), reason));
            return;
        }
        _result.TrySetResult(value);
    }

    public override void Fail(TaskFailureDetails details)
    {
        State = StepState.Closed;
        MayBeRetried = !details.IsNonRetriable;
        _result.TrySetException(Failures.ToException(Describe(), details));
    }
}

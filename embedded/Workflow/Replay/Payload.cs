namespace Dapr.Workflow.Replay;

/// <summary>
/// What a step is called with. It becomes JSON at once where the step is new, since the code may change the object
/// afterwards, and not at all where it is replayed, since the history has it.
/// </summary>
internal readonly struct Payload
{
    private readonly object? _value;
    private readonly bool _isWritten;

    private Payload(object? value, bool isWritten)
    {
        _value = value;
        _isWritten = isWritten;
    }

    public string? Text => _isWritten ? (string?)_value : Json.Write(_value);

    public static Payload Of(object? value, bool isReplaying) =>
        isReplaying ? new Payload(value, false) : Written(Json.Write(value));

    public static Payload Written(string? json) => new(json, true);
}

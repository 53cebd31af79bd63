namespace Dapr.Workflow.Worker;

/// <summary>Growing waits between tries.</summary>
internal struct Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private TimeSpan _last;

    public Backoff()
    {
    }

    public TimeSpan Next() => _last = _last == default ? First : _last * 2 < Longest ? _last * 2 : Longest;

    public void Reset() => _last = default;
}

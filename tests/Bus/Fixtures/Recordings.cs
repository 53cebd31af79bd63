using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>Keeps what it hears of.</summary>
internal sealed class Recordings : IRecordedEvents
{
    private readonly List<object[]> _calls = [];

    public IReadOnlyList<object[]> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public void Recorded(IReadOnlyList<object> events)
    {
        lock (_calls)
            _calls.Add([.. events]);
    }
}

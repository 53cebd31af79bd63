namespace Embedded.Sidecar.Storage;

/// <summary>What a unit of work can use in its transaction.</summary>
internal sealed class WriteScope(Session session)
{
    private readonly NumberSeries _numbers = new(session);

    public Session Session => session;

    /// <summary>A number greater than all numbers given before.</summary>
    public long NextNumber() => _numbers.Next();

    public void RolledBack() => _numbers.Reset();
}

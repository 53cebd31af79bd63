namespace Embedded.Hub.Storage;

/// <summary>What a unit of work has while the transaction is open.</summary>
internal sealed class WriteScope(Session session)
{
    private readonly NumberSeries _numbers = new(session);

    public Session Session => session;

    /// <summary>A number greater than every one given before.</summary>
    public long NextNumber() => _numbers.Next();

    public void RolledBack() => _numbers.Forget();
}

namespace Embedded.Sidecar.Storage;

/// <summary>A unit of work for the writer. It shares its transaction with the other units that wait at that moment.</summary>
internal abstract class WriteWork
{
    /// <summary>
    /// Writes, on the writer's thread, in an open transaction. An exception undoes this unit only. After a rollback the
    /// method is called once more, so it may change nothing but the database and its own results.
    /// </summary>
    public abstract void Run(WriteScope scope);

    /// <summary>Called when the unit is on disk, on the writer's thread and in the order of the units. Must be short and not throw.</summary>
    public abstract void Committed();

    /// <summary>Called when the unit was undone, or never ran.</summary>
    public abstract void Failed(Exception failure);
}

/// <summary>A unit of work with a result to await.</summary>
internal abstract class WriteWork<T> : WriteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    protected abstract T Result { get; }

    public override void Committed() => _completion.SetResult(Result);

    public override void Failed(Exception failure) => _completion.SetException(failure);
}

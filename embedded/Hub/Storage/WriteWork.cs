namespace Embedded.Hub.Storage;

/// <summary>A unit of work for the writer. It shares its transaction with whatever else waits at that moment.</summary>
internal abstract class WriteWork
{
    /// <summary>
    /// Writes, on the writer's thread, in an open transaction. What it throws undoes this unit alone. It may be called
    /// once more after a rollback, so it changes nothing but the database and its own results.
    /// </summary>
    public abstract void Run(WriteScope scope);

    /// <summary>It is on disk. Called on the writer's thread in the order of the units: short, and never throws.</summary>
    public abstract void Committed();

    /// <summary>It was undone, or never begun.</summary>
    public abstract void Failed(Exception failure);
}

/// <summary>A unit of work that somebody awaits.</summary>
internal abstract class WriteWork<T> : WriteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    protected abstract T Result { get; }

    public override void Committed() => _completion.SetResult(Result);

    public override void Failed(Exception failure) => _completion.SetException(failure);
}

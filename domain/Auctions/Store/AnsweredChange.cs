namespace Auctions.Store;

/// <summary>A change whose asker gets an answer.</summary>
internal abstract class AnsweredChange<TAnswer> : HeadChange
{
    private readonly TaskCompletionSource<TAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, once the change is committed or nothing had to be.</summary>
    public Task<TAnswer> Done => _done.Task;

    /// <summary>The answer as of the last <see cref="HeadChange.Apply"/>.</summary>
    protected TAnswer Noted { get; set; } = default!;

    public override void Answer() => _done.TrySetResult(Noted);

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}

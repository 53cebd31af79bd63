namespace Embedded.Hub.Link;

/// <summary>Somebody who waits for an answer of the hub.</summary>
internal interface IPendingAnswer
{
    void Done(ReadOnlyMemory<byte> fields);

    void Failed(Exception failure);
}

/// <summary>As <see cref="IPendingAnswer"/>, with what is to be read of the answer.</summary>
internal sealed class PendingAnswer<TAnswer>(AnswerReader<TAnswer> read)
    : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingAnswer
{
    public void Done(ReadOnlyMemory<byte> fields)
    {
        try
        {
            var from = new WireReader(fields.Span);
            TrySetResult(read(ref from));
        }
        catch (InvalidDataException unreadable)
        {
            Failed(new HubUnavailableException("The hub's answer could not be read.", unreadable));
            throw;
        }
    }

    public void Failed(Exception failure) => TrySetException(failure);
}

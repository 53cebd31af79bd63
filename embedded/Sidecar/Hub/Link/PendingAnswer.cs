using Embedded.Sidecar.Hub.Frames;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>A request that waits for its answer.</summary>
internal interface IPendingAnswer
{
    /// <summary>Completes the request with the fields of the answer.</summary>
    /// <exception cref="InvalidDataException">The fields can't be read. The request fails.</exception>
    void Complete(ReadOnlyMemory<byte> fields);

    void Fail(Exception failure);
}

/// <summary>A request that waits for its answer, and how the answer is read.</summary>
internal sealed class PendingAnswer<TAnswer>(FrameReader.Parser<TAnswer> parse)
    : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingAnswer
{
    public void Complete(ReadOnlyMemory<byte> fields)
    {
        try
        {
            var from = new FrameReader(fields.Span);
            TrySetResult(parse(ref from));
        }
        catch (InvalidDataException unreadable)
        {
            Fail(new HubUnavailableException("The hub's answer could not be read.", unreadable));
            throw;
        }
    }

    public void Fail(Exception failure) => TrySetException(failure);
}

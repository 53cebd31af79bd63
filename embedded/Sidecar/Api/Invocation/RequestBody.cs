using System.Buffers;
using System.IO.Pipelines;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>Reads requests, and recognises streams.</summary>
internal static class RequestBody
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Reads the body if it ends soon and isn't too large; otherwise returns null and leaves the body unread. The end of a
    /// unary call arrives with its message or directly after it; a stream stays open.
    /// </summary>
    public static async ValueTask<byte[]?> TryReadWholeAsync(HttpContext context, int mostBytes)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await ReadSoonAsync(reader, context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            var isStream = read.IsCanceled || read.Buffer.Length > mostBytes;
            reader.AdvanceTo(read.Buffer.Start, isStream ? read.Buffer.Start : read.Buffer.End);
            if (isStream)
                return null;
        }
    }

    private static async Task<ReadResult> ReadSoonAsync(PipeReader reader, CancellationToken cancellation)
    {
        var reading = reader.ReadAsync(cancellation).AsTask();
        if (!reading.IsCompleted && await Task.WhenAny(reading, Task.Delay(Patience, cancellation)) != reading)
            reader.CancelPendingRead();
        return await reading;
    }
}

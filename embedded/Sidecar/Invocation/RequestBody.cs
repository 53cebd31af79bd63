using System.Buffers;
using System.IO.Pipelines;

namespace Embedded.Sidecar.Invocation;

/// <summary>Tells requests that are whole from those that stream.</summary>
internal static class RequestBody
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The body, if it ends soon and isn't too large; else null, and it is all still to be read. A unary call's end
    /// comes with its message or right behind it; a stream leaves its end open.
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

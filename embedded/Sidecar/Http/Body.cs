using System.Buffers;

namespace Embedded.Sidecar.Http;

/// <summary>Request bodies, whole.</summary>
internal static class Body
{
    /// <summary>Reads the body; Kestrel's limit holds.</summary>
    public static async ValueTask<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

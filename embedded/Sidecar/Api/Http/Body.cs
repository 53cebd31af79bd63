using System.Buffers;

namespace Embedded.Sidecar.Api.Http;

/// <summary>Reads whole request bodies.</summary>
internal static class Body
{
    /// <summary>Reads the body, of which Kestrel limits the size.</summary>
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

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Embedded.Sidecar.Protocol;

/// <summary>The JSON body of an error, as daprd writes it.</summary>
internal static class ErrorBody
{
    /// <summary>Answers a request with an error.</summary>
    public static async Task WriteAsync(HttpContext context, DaprError error, string appId)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("errorCode"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        if (error.Reason is { } reason)
        {
            json.WriteStartArray("details"u8);
            json.WriteStartObject();
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
            json.WriteString("domain"u8, "dapr.io"u8);
            json.WriteStartObject("metadata"u8);
            if (reason.StartsWith("DAPR_STATE", StringComparison.Ordinal))
                json.WriteString("appID"u8, appId);
            json.WriteEndObject();
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync();
    }
}

using System.Text.Encodings.Web;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.ServiceDefaults;

/// <summary>
/// How a process logs to stdout: in development as the readable console that Aspire shows, elsewhere one JSON object a line with
/// its scopes, which have the trace, the auction and the command. <c>Logging:Console:FormatterName</c> chooses otherwise.
/// </summary>
internal static class Logs
{
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (builder.Environment.IsDevelopment() || !string.IsNullOrEmpty(builder.Configuration["Logging:Console:FormatterName"]))
            return;

        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            // No browser reads this, and "can't" stays readable and can be searched for.
            console.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
    }
}

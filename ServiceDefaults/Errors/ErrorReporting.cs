using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sentry;

namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// Reports errors to the Sentry of <c>SENTRY_DSN</c> (docs/decisions/0013-errors-leave-by-an-allow-list.md). Where that isn't
/// set, nothing of Sentry runs.
/// </summary>
internal static class ErrorReporting
{
    private const string Setting = "SENTRY_DSN";

    /// <summary>How long a stop waits for reports that are not sent yet.</summary>
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    /// <summary>Adds <see cref="IErrorReports"/>.</summary>
    /// <exception cref="OptionsValidationException"><c>SENTRY_DSN</c> is not the address of a project.</exception>
    public static void AddErrorReports(this IHostApplicationBuilder builder)
    {
        var dsn = builder.Configuration[Setting];
        if (string.IsNullOrWhiteSpace(dsn))
        {
            builder.Services.TryAddSingleton<IErrorReports, NoErrorReports>();
            return;
        }

        Check(dsn);
        var service = builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : builder.Environment.ApplicationName;
        var options = OptionsOf(dsn, builder.Environment.EnvironmentName);
        builder.Services.TryAddSingleton<IErrorReports>(provider =>
            new SentryReports(options, service, new ReportLimit(provider.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton<ILoggerProvider, UnhandledErrors>();
        builder.Logging.AddFilter<UnhandledErrors>(null, LogLevel.Error);
    }

    // Sentry's own check says less. The value itself is not repeated, because it has a key.
    private static void Check(string dsn)
    {
        if (!Uri.TryCreate(dsn, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")
            || uri.UserInfo.Length == 0 || uri.AbsolutePath.Trim('/').Length == 0)
            throw new OptionsValidationException(
                Setting, typeof(string), [$"{Setting} is not the DSN of a Sentry project; it must be https://<key>@<host>/<project>."]);
    }

    private static SentryOptions OptionsOf(string dsn, string environment) => new()
    {
        Dsn = dsn.Trim(),
        Environment = environment,
        Release = $"auctions@{Version()}",
        ShutdownTimeout = FlushLimit,
        // OpenTelemetry traces and measures, and nothing of a request or of the machine's user is anybody's business.
        SendDefaultPii = false,
        IsEnvironmentUser = false,
        AutoSessionTracking = false,
        AttachStacktrace = false,
        CaptureFailedRequests = false,
        SendClientReports = false,
        MaxBreadcrumbs = 0,
        ReportAssembliesMode = ReportAssembliesMode.None,
        DisableFileWrite = true,
    };

    // The version and the commit of the build, as the compiler wrote them into every assembly.
    private static string Version() =>
        typeof(ErrorReporting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private sealed class NoErrorReports : IErrorReports
    {
        public void Report(ErrorReport error)
        {
            // Nobody wants to know.
        }
    }
}

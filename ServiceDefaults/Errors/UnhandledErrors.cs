using Microsoft.Extensions.Logging;

namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// Reports the exceptions that are logged as errors: by our own code, and by the parts of the framework that see what nobody handled
/// (requests, gRPC calls, hosted services, and the start of the process). Of the line, only its category and its event id are
/// reported. Other libraries log as errors what they try again, for example each failed try of a workflow's step.
/// </summary>
/// <param name="reports">Where errors are reported.</param>
[ProviderAlias("Errors")]
internal sealed class UnhandledErrors(IErrorReports reports) : ILoggerProvider
{
    private const string OwnCategories = "Auctions.";

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "Grpc.AspNetCore.Server.ServerCallHandler",
        "Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.Extensions.Hosting.Internal.Host",
    };

    public ILogger CreateLogger(string categoryName) => new Category(
        categoryName.StartsWith(OwnCategories, StringComparison.Ordinal) || Categories.Contains(categoryName) ? reports : null, categoryName);

    public void Dispose()
    {
        // The reports are sent, and disposed of, by the service that has them.
    }

    private sealed class Category(IErrorReports? reports, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => reports is not null && logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null || !IsEnabled(logLevel))
                return;
            var failure = (exception as WithheldException)?.Failure ?? exception;
            reports!.Report(new ErrorReport($"{name} {eventId.Id}", SafeMessages.TypeOf(failure), null) { Exception = failure });
        }
    }
}

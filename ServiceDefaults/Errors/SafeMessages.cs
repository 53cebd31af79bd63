namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// The messages of exceptions that logs, traces, answers and error reports may have. Any other message may quote what a command
/// holds, such as a maximum ("The input string '900' was not …"), so it is withheld, and the type must do. This is a list of the
/// types that are known not to, rather than of those that do.
/// </summary>
public static class SafeMessages
{
    /// <summary>The messages of our own exceptions have ids and counts.</summary>
    private const string OwnTypes = "Auctions.";

    // They are thrown by transports, and by readers of JSON, which quote a path and at most one character.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "Dapr.DaprException",
        "Grpc.Core.RpcException",
        "System.IO.IOException",
        "System.IO.InvalidDataException",
        "System.Net.Http.HttpIOException",
        "System.Net.Http.HttpRequestException",
        "System.Net.Sockets.SocketException",
        "System.NullReferenceException",
        "System.ObjectDisposedException",
        "System.OperationCanceledException",
        "System.Text.Json.JsonException",
        "System.Threading.Tasks.TaskCanceledException",
        "System.TimeoutException",
    };

    /// <summary>Whether the messages of a type of exceptions may leave the process.</summary>
    public static bool Has(string errorType) => Types.Contains(errorType) || errorType.StartsWith(OwnTypes, StringComparison.Ordinal);

    /// <summary>The type and, where it is safe, the message.</summary>
    public static string Describe(string errorType, string message) => Has(errorType) ? $"{errorType}: {message}" : errorType;

    /// <summary>The type and, where it is safe, the message.</summary>
    public static string Describe(Exception failure) => Describe(TypeOf(failure), failure.Message);

    /// <summary>
    /// The exception as a logger may write it: itself, or a <see cref="WithheldException"/> where its message, or that of an inner
    /// exception, is not safe.
    /// </summary>
    public static Exception Loggable(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (!Has(TypeOf(inner)))
                return new WithheldException(failure);
        return failure;
    }

    internal static string TypeOf(Exception failure) => failure.GetType().FullName ?? failure.GetType().Name;
}

using System.Text.Json;

namespace Auctions.ServiceDefaults.Errors;

/// <summary>An error that needs a person: an exception that nobody handled, or a command that failed for good.</summary>
/// <param name="Step">What failed: a handler, or the category of the log line.</param>
/// <param name="ErrorType">The full name of the exception's type, or another name for the kind of error.</param>
/// <param name="Message">What is wrong, without hidden figures; null where only the type is known, or with an <see cref="Exception"/>.</param>
public sealed record ErrorReport(string Step, string ErrorType, string? Message)
{
    /// <summary>The exception; null where it happened in another process. An exception is reported once.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The stack trace, where there is no <see cref="Exception"/>.</summary>
    public string? StackTrace { get; init; }

    /// <summary>The command's name; null where the error belongs to no command.</summary>
    public string? Command { get; init; }

    /// <summary>The command's id.</summary>
    public string? CommandId { get; init; }

    /// <summary>The auction's id.</summary>
    public string? Auction { get; init; }

    /// <summary>The command, without hidden figures and without its sender.</summary>
    public JsonElement? Fields { get; init; }
}

/// <summary>Where errors that need a person are reported.</summary>
public interface IErrorReports
{
    /// <summary>Reports an error. Doesn't wait and doesn't throw, and may leave out a report where there are too many.</summary>
    void Report(ErrorReport error);
}

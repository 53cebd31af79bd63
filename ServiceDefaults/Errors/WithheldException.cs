using System.Text;

namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// Stands for an exception whose message may hold hidden figures (<see cref="SafeMessages"/>). It has the types and stack traces of
/// the exception and of its inner ones. Its message is the exception's type.
/// </summary>
/// <param name="failure">The exception.</param>
public sealed class WithheldException(Exception failure) : Exception(SafeMessages.TypeOf(failure))
{
    /// <summary>The exception itself. It isn't an inner exception, because loggers write the messages of those.</summary>
    internal Exception Failure => failure;

    /// <inheritdoc/>
    public override string? StackTrace => failure.StackTrace;

    /// <summary>The type of the exception of a failure that another process reports by a type and a message.</summary>
    public static string TypeOf(string errorType, string message) => errorType == typeof(WithheldException).FullName ? message : errorType;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            text.Append(text.Length > 0 ? " ---> " : "").AppendLine(SafeMessages.Describe(inner));
            if (inner.StackTrace is { } stack)
                text.AppendLine(stack);
        }

        return text.ToString().TrimEnd();
    }
}

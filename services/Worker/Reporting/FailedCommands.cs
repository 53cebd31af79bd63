using System.Text.Json;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.ServiceDefaults.Errors;

namespace Auctions.Worker.Reporting;

/// <summary>Reports commands that failed for good, with what reproduces the failure and without what is hidden.</summary>
internal sealed class FailedCommands(IErrorReports reports, CommandCatalog catalog)
{
    /// <summary>Reports a command whose handler kept failing, in this process or another.</summary>
    public void ReportDeadLetter(
        string commandId, string type, JsonElement payload, string step, string errorType, string error, string? stackTrace) =>
        reports.Report(Report(commandId, type, payload, step, errorType, SafeMessages.Has(errorType) ? error : null) with
        {
            StackTrace = stackTrace,
        });

    /// <summary>Reports a command that a handler gave up.</summary>
    public void ReportOutcome<TCommand>(TCommand command, string step, string reason)
        where TCommand : class, ICommand<TCommand> =>
        reports.Report(Report(
            command.CommandId, CommandCatalog.NameOf<TCommand>(), JsonSerializer.SerializeToElement(command, AuctionJson.Options),
            step, $"failed: {reason}", reason));

    /// <summary>Reports a command that could not be accepted or carried out inline, where a retry would fail as well.</summary>
    public void ReportException(string type, ReadOnlyMemory<byte> payload, Exception failure)
    {
        // The command is read, because a sender may write its fields in other cases than the lists of fields do.
        var command = catalog.Read(type, payload.Span);
        var written = JsonSerializer.SerializeToElement(command, AuctionJson.Options);
        var commandId = command is not null && written.TryGetProperty("commandId", out var id) ? id.GetString() : null;
        reports.Report(new ErrorReport("accept", failure.GetType().FullName!, null)
        {
            Exception = failure,
            Command = command is null ? null : type,
            CommandId = commandId,
            Auction = commandId is null ? null : CommandIds.AuctionOf(commandId),
            Fields = command is null ? null : ReportedFields.Redact(type, written),
        });
    }

    /// <summary>Reports a message of a topic that is not a command.</summary>
    public void ReportMessage(string messageId, string topic) =>
        reports.Report(new ErrorReport($"topic {topic}", "not a command", $"Message {messageId} is dead-lettered, because it is not a command."));

    private static ErrorReport Report(string commandId, string type, JsonElement payload, string step, string errorType, string? message) =>
        new(step, errorType, message)
        {
            Command = type,
            CommandId = commandId,
            Auction = CommandIds.AuctionOf(commandId),
            Fields = ReportedFields.Redact(type, payload),
        };
}

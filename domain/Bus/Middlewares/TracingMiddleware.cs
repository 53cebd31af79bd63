using System.Diagnostics;

namespace Auctions.Bus;

/// <summary>
/// Puts every command under an <see cref="Activity"/> of the source <see cref="SourceName"/> with its name, id and
/// outcome; never with its fields, because some of them are secret.
/// </summary>
/// <param name="mark">
/// Marks the logs and spans of a command until its result is disposed of; the argument is the command's id. Null marks only the
/// activity.
/// </param>
public sealed class TracingMiddleware(Func<string, IDisposable?>? mark = null) : IMiddleware
{
    /// <summary>The activity source to listen to.</summary>
    public const string SourceName = "Auctions.Bus";

    private static readonly ActivitySource Source = new(SourceName);

    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        var name = SpanNames.OfCommand(CommandCatalog.NameOf<TCommand>());
        return (command, context) =>
            mark is not null || Source.HasListeners() ? TraceAsync(name, command, context, next) : next(command, context);
    }

    private async ValueTask<Outcome> TraceAsync<TCommand>(
        string name, TCommand command, CommandContext context, CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        using var activity = Source.StartActivity(name);
        activity?.SetTag("command.id", command.CommandId);
        using var marks = mark?.Invoke(command.CommandId);
        try
        {
            var outcome = await next(command, context).ConfigureAwait(false);
            activity?.SetTag("command.outcome", outcome.Kind.ToString());
            if (outcome.Reason is { } reason)
                activity?.SetTag("command.reason", reason);
            return outcome;
        }
        catch (Exception failure)
        {
            // A message may hold the fields of the command.
            activity?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            throw;
        }
    }
}

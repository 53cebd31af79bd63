using Auctions.Bus;
using Auctions.Worker.Measuring;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// The activities of durable commands: one per handler, by the handler's name. They are registered as functions,
/// because a handler is no activity: it is the same class that runs inline.
/// </summary>
/// <param name="services">Where handlers come from.</param>
internal sealed class CommandSteps(LateServices services)
{
    /// <summary>Registers a command: its workflow, and an activity for each of its handlers.</summary>
    public void Register<TCommand>(WorkflowRuntimeOptions options)
        where TCommand : class, ICommand<TCommand>
    {
        options.RegisterWorkflow<TCommand, StepReport>(
            CommandCatalog.NameOf<TCommand>(), (context, command) => CommandStory.TellAsync(new WorkflowStory(context), command));
        foreach (var handler in TCommand.Handlers)
            options.RegisterActivity<StepInput<TCommand>, StepReport>(handler.Name, (_, input) => TakeAsync(handler, input));
    }

    private async Task<StepReport> TakeAsync<TCommand>(Type handler, StepInput<TCommand> input)
        where TCommand : class, ICommand<TCommand>
    {
        try
        {
            return await RunAsync(handler, input);
        }
        catch
        {
            services.Get<Backlog>().Fails();
            throw;
        }
    }

    private async Task<StepReport> RunAsync<TCommand>(Type handler, StepInput<TCommand> input)
        where TCommand : class, ICommand<TCommand>
    {
        var receivedAt = (input.Command as IReceivedCommand)?.ReceivedAt;
        if (handler == TCommand.Handlers[0] && receivedAt is { } since)
            services.Get<Backlog>().Begins(since);
        var before = input.Before.Read();
        var after = await HandlerStep.RunAsync(
            (IHandler<TCommand>)services.Provider.GetRequiredService(handler), input.Command, before, services.Stopped);
        if (after.Events.Count > before.Events.Count)
            services.Get<AuctionMetrics>().Recorded([.. after.Events.Skip(before.Events.Count)]);
        if (handler == TCommand.Handlers[^1])
            services.Get<AuctionMetrics>().Decided(
                CommandCatalog.NameOf<TCommand>(), after.Outcome, receivedAt is { } received ? services.Get<TimeProvider>().GetUtcNow() - received : default);
        return StepReport.Of(after);
    }
}

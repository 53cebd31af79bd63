using Auctions.Bus;
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
        if (handler == TCommand.Handlers[0] && input.Command is IReceivedCommand { ReceivedAt: var receivedAt })
            services.Get<Backlog>().Begins(receivedAt);
        var before = input.Before.Read();
        var after = await HandlerStep.RunAsync(
            (IHandler<TCommand>)services.Provider.GetRequiredService(handler), input.Command, before, services.Stopped);
        if (after.Events.Count > before.Events.Count)
            services.Get<IRecordedEvents>().Recorded([.. after.Events.Skip(before.Events.Count)]);
        return StepReport.Of(after);
    }
}

using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifetime;
using Auctions.Raising;
using Auctions.Sessions;
using Auctions.Worker.Lifetimes;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>Registers everything that runs as a workflow, and says which commands do.</summary>
internal static class DurableRegistration
{
    /// <summary>Adds the workflows and what takes commands into them.</summary>
    public static IServiceCollection AddDurableCommands(this IServiceCollection services)
    {
        var late = new LateServices();
        services.AddHostedService(late.From);
        services.AddDaprWorkflow(options => Register(options, late));
        services.AddSingleton<DurableCommands>();
        services.AddSingleton<IDurableCommands>(provider => provider.GetRequiredService<DurableCommands>());
        services.AddSingleton<DurableStatus>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<ILateRaises>(provider => provider.GetRequiredService<Backlog>());
        services.AddSingleton<BuryCommand>();
        services.AddSingleton<ILifetimes, WorkflowLifetimes>();
        return services;
    }

    /// <summary>Whether a command runs durably: <c>Commands:{name}:Execution</c>, <c>durable</c> unless it says <c>inline</c>.</summary>
    /// <exception cref="InvalidOperationException">It says something else.</exception>
    public static bool RunsDurably(this IConfiguration configuration, string command)
    {
        var key = $"Commands:{command}:Execution";
        return configuration[key] switch
        {
            null or "durable" => true,
            "inline" => false,
            var other => throw new InvalidOperationException($"{key} is '{other}'; it must be durable or inline."),
        };
    }

    private static void Register(WorkflowRuntimeOptions options, LateServices services)
    {
        var steps = new CommandSteps(services);
        steps.Register<AuctionRaiseCommand>(options);
        steps.Register<OpenAuctionCommand>(options);
        steps.Register<OpenSessionCommand>(options);
        steps.Register<AuctioneerCommand>(options);
        options.RegisterActivity<DeadCommand, bool>(BuryCommand.Name, async (_, dead) =>
        {
            await services.Get<BuryCommand>().RunAsync(dead, services.Stopped);
            return true;
        });
        options.RegisterWorkflow<Withdrawal, bool>(Withdrawal.Name, (context, _) => Withdrawal.TellAsync(new WorkflowStory(context)));
        options.RegisterWorkflow<string, Rules.AuctionStatus>(
            LifetimeStory.Name, (context, auction) => LifetimeStory.TellAsync(new WorkflowStory(context), auction));
        options.RegisterActivity<string, LifetimeStep>(
            LifetimeStory.Advance, (_, auction) => services.Get<AuctionLifetime>().AdvanceAsync(auction, services.Stopped));
        options.RegisterWorkflow<string, bool>(
            SessionStory.Name, (context, session) => SessionStory.TellAsync(new WorkflowStory(context), session));
        options.RegisterActivity<string, SessionStep>(
            SessionStory.Advance, (_, session) => services.Get<SessionLifetime>().AdvanceAsync(session, services.Stopped));
    }
}

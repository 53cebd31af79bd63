using System.CommandLine;

namespace Auctions.Cli;

/// <summary>Commands about the services of a system that runs on this machine: what its dashboard offers, from a terminal.</summary>
internal static class ServiceCommands
{
    /// <summary>What <c>--all</c> means, in the order of the flow. The gateway is one process, and stays.</summary>
    private static readonly string[] All = ["api", "worker", "pusher"];

    /// <summary>Makes them.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static IEnumerable<Command> Make(Func<string, string?> environment)
    {
        var aspire = new AspireCli(environment("PATH"));
        return [List(aspire), Restart(aspire), Scale(aspire)];
    }

    private static Command List(AspireCli aspire)
    {
        var command = new Command("services", "Lists the services, their processes and sidecars");
        command.SetAction((parsed, cancellation) => aspire.RunAsync(["describe"], parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static Command Restart(AspireCli aspire)
    {
        var names = new Argument<string[]>("service") { Description = "Such as worker", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = $"{string.Join(", ", All)}; stops at the first that fails" };
        var command = new Command("restart", "Restarts services, one process after the other, so that somebody always serves; ends with 0 once all are healthy again") { names, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(names) is { Length: > 0 }))
                result.AddError("restart wants services, or --all");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            foreach (var name in parsed.GetValue(all) ? All : parsed.GetValue(names)!)
                if (await aspire.RunAsync(["resource", name, "rolling-restart"], parsed.InvocationConfiguration.Error, cancellation) is not 0 and var failed)
                    return failed;
            return 0;
        });
        return command;
    }

    private static Command Scale(AspireCli aspire)
    {
        var name = new Argument<string>("service") { Description = "Such as worker" };
        var replicas = new Argument<int>("replicas") { Description = "How many processes it is to have; AppHost.cs says the most" };
        var command = new Command("scale", "Changes how many processes a service has; ends with 0 once all are healthy") { name, replicas };
        command.SetAction((parsed, cancellation) => aspire.RunAsync(
            ["resource", parsed.GetValue(name)!, "scale", "--replicas", $"{parsed.GetValue(replicas)}"], parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }
}

using System.CommandLine;

namespace Auctions.Cli;

/// <summary>The commands about the services of a system on this machine, which its dashboard offers too.</summary>
internal static class ServiceCommands
{
    /// <summary>The services of <c>--all</c>, in the order of the flow. The gateway is a single process and is left out.</summary>
    private static readonly string[] All = ["api", "worker", "pusher"];

    /// <summary>Makes the commands.</summary>
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
        var names = new Argument<string[]>("service") { Description = "For example worker", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = $"Restarts {string.Join(", ", All)}; stops at the first that fails" };
        var command = new Command(
            "restart", "Restarts services one process after the other, so that they stay up; returns 0 once all are healthy again") { names, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(names) is { Length: > 0 }))
                result.AddError("restart needs services or --all");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            foreach (var name in parsed.GetValue(all) ? All : parsed.GetValue(names)!)
            {
                string[] arguments = ["resource", name, "rolling-restart"];
                if (await aspire.RunAsync(arguments, parsed.InvocationConfiguration.Error, cancellation) is not 0 and var failed)
                    return failed;
            }

            return 0;
        });
        return command;
    }

    private static Command Scale(AspireCli aspire)
    {
        var name = new Argument<string>("service") { Description = "For example worker" };
        var replicas = new Argument<int>("replicas") { Description = "The number of processes; AppHost.cs sets the maximum" };
        var command = new Command("scale", "Changes the number of processes of a service; returns 0 once all are healthy") { name, replicas };
        command.SetAction((parsed, cancellation) => aspire.RunAsync(
            ["resource", parsed.GetValue(name)!, "scale", "--replicas", $"{parsed.GetValue(replicas)}"],
            parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }
}

using System.CommandLine;

namespace Auctions.Console;

/// <summary>Commands about the services of the system that <c>./run</c> starts.</summary>
internal static class ServiceCommands
{
    /// <summary>Environment variable with the dashboard's URL.</summary>
    public const string DashboardVariable = "AUCTIONS_DASHBOARD";

    /// <summary>Makes them.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static IEnumerable<Command> Make(Func<string, string?> environment)
    {
        var url = Commands.UrlOption("--dashboard", $"The dashboard of ./run; {DashboardVariable} in the environment, or http://localhost:15080.",
            () => environment(DashboardVariable) is { Length: > 0 } given ? given : "http://localhost:15080");
        var patience = new Option<double>("--healthy-within")
        {
            Description = "Seconds in which each process that starts must be healthy; after them the change stops there.",
            DefaultValueFactory = _ => 60,
        };
        return [List(url), Restart(url, patience), Scale(url, patience)];
    }

    private static Command List(Option<Uri> url)
    {
        var command = new Command("services", "Lists the services, their replicas and their last change") { url };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, async dashboard =>
        {
            foreach (var service in await dashboard.ServicesAsync(cancellation))
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"{service.Name}  {service.Ready} of {service.Replicas} ready  {string.Join(", ", service.Resources)}{InWords(service.Change)}");
            return 0;
        }));
        return command;
    }

    private static Command Restart(Option<Uri> url, Option<double> patience)
    {
        var names = new Argument<string[]>("service") { Description = "Such as worker", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every service, in AppHost's order; stops at the first that fails" };
        var rolling = new Option<bool>("--rolling") { Description = "One process after the other, so that there is always one that serves" };
        var command = new Command("restart", "Restarts services, one after the other; ends with 0 once all are healthy again") { names, all, rolling, url, patience };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(names) is { Length: > 0 }))
                result.AddError("restart wants services, or --all");
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, async dashboard =>
        {
            var wanted = parsed.GetValue(all) ? [.. (await dashboard.ServicesAsync(cancellation)).Select(service => service.Name)] : parsed.GetValue(names)!;
            var body = new { rolling = parsed.GetValue(rolling), healthySeconds = parsed.GetValue(patience) };
            foreach (var name in wanted)
                if (!await ChangeAsync(parsed, dashboard, name, "restart", body, cancellation))
                    return 1;
            return 0;
        }));
        return command;
    }

    private static Command Scale(Option<Uri> url, Option<double> patience)
    {
        var name = new Argument<string>("service") { Description = "Such as worker" };
        var replicas = new Argument<int>("replicas") { Description = "How many processes it is to have, 1 to 32" };
        var command = new Command("scale", "Changes how many processes a service has; ends with 0 once all are healthy") { name, replicas, url, patience };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, async dashboard =>
        {
            var body = new { replicas = parsed.GetValue(replicas), healthySeconds = parsed.GetValue(patience) };
            return await ChangeAsync(parsed, dashboard, parsed.GetValue(name)!, "scale", body, cancellation) ? 0 : 1;
        }));
        return command;
    }

    private static async Task<bool> ChangeAsync(
        ParseResult parsed, Dashboard dashboard, string service, string how, object body, CancellationToken cancellation)
    {
        var problem = await dashboard.ChangeAsync(
            service, how, body, step => parsed.InvocationConfiguration.Output.WriteLine($"{step.At.ToLocalTime():HH:mm:ss}  {service}  {step.Text}"), cancellation);
        if (problem is not null)
            parsed.InvocationConfiguration.Error.WriteLine($"{service}: {problem}");
        return problem is null;
    }

    private static string InWords(ServiceChange? change) => change switch
    {
        null => "",
        { State: "failed" } => $"  {change.Kind} failed: {change.Problem}",
        _ => $"  {change.Kind} {change.State}",
    };

    private static async Task<int> RunAsync(ParseResult parsed, Option<Uri> url, Func<Dashboard, Task<int>> run)
    {
        using var dashboard = new Dashboard(parsed.GetValue(url)!, TimeProvider.System);
        try
        {
            return await run(dashboard);
        }
        catch (ApiException refused)
        {
            parsed.InvocationConfiguration.Error.WriteLine(refused.Message);
            return 1;
        }
        catch (HttpRequestException away)
        {
            parsed.InvocationConfiguration.Error.WriteLine(dashboard.Away($"{away.Message.TrimEnd('.')}."));
            return 2;
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(dashboard.Away("no answer in time."));
            return 2;
        }
    }
}

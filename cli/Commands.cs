using System.CommandLine;
using System.Net;
using System.Text.Json;
using Auctions.Cli.Stories;

namespace Auctions.Cli;

/// <summary>The command line. Exit codes: 0 done, 1 refused or not found, 2 wrong usage or no answer.</summary>
internal static class Commands
{
    /// <summary>The environment variable with the bearer token.</summary>
    public const string TokenVariable = "AUCTIONS_TOKEN";

    /// <summary>The environment variable with the API's URL.</summary>
    public const string UrlVariable = "AUCTIONS_URL";

    /// <summary>Makes the command line.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="time">The clock; the system's where it is not given.</param>
    public static RootCommand Make(Func<string, string?> environment, TimeProvider? time = null)
    {
        var url = UrlOption("--url", $"The URL of the API; by default {UrlVariable} from the environment, or http://localhost:5080.",
            () => environment(UrlVariable) is { Length: > 0 } given ? given : "http://localhost:5080");
        var stories = new StoryOptions(environment);
        var root = new RootCommand($"Auctions from a terminal. The token comes from {TokenVariable}; a system in Development issues one by itself.")
        {
            url,
            new Command("dead-letters", "Commands whose handlers kept failing")
            {
                List(url, environment),
                Replay(url, environment),
            },
            Show(url, environment),
            AuditCommand.Make((parsed, run) => RunAsync(parsed, url, environment, run)),
            new TraceCommand(stories, time ?? TimeProvider.System).Make((parsed, run) => RunWithRightsAsync(parsed, url, environment, run)),
            new StoryCommand(stories).Make((parsed, run) => RunWithRightsAsync(parsed, url, environment, run)),
        };
        foreach (var command in ServiceCommands.Make(environment))
            root.Add(command);
        return root;
    }

    /// <summary>An option whose value is an http or https URL.</summary>
    public static Option<Uri> UrlOption(string name, string description, Func<string> otherwise) => new(name)
    {
        Description = description,
        Recursive = true,
        DefaultValueFactory = _ => new Uri(otherwise()),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var given) && given is { Scheme: "http" or "https" })
                return given;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is not an http or https URL");
            return null;
        },
    };

    private static Command List(Option<Uri> url, Func<string, string?> environment)
    {
        var command = new Command("list", "Lists the dead letters, oldest first");
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, environment, async api =>
        {
            var letters = await api.DeadLettersAsync(cancellation);
            foreach (var letter in letters)
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"{letter.At:yyyy-MM-dd HH:mm:ss}  {letter.Type ?? "?"}  {letter.Id}  {letter.Step}  {letter.Error}");
            if (letters.Count == 0)
                parsed.InvocationConfiguration.Output.WriteLine("There are no dead letters.");
            return 0;
        }));
        return command;
    }

    private static Command Replay(Option<Uri> url, Func<string, string?> environment)
    {
        var ids = new Argument<string[]>("id") { Description = "The ids of the dead letters", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Replays every dead letter" };
        var command = new Command("replay", "Replays commands under their own ids") { ids, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(ids) is { Length: > 0 }))
                result.AddError("replay needs ids or --all");
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, environment, async api =>
        {
            var refused = 0;
            var wanted = parsed.GetValue(all) ? [.. (await api.DeadLettersAsync(cancellation)).Select(letter => letter.Id)] : parsed.GetValue(ids)!;
            foreach (var id in wanted)
            {
                var problem = await api.ReplayAsync(id, cancellation);
                refused += problem is null ? 0 : 1;
                parsed.InvocationConfiguration.Output.WriteLine($"{id}  {problem ?? "replayed"}");
            }

            return refused == 0 ? 0 : 1;
        }));
        return command;
    }

    private static Command Show(Option<Uri> url, Func<string, string?> environment)
    {
        var id = new Argument<string>("id") { Description = "The command's id" };
        var command = new Command("command", "Shows the outcome of a command") { id };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, url, environment, async api =>
        {
            var found = await api.CommandAsync(parsed.GetValue(id)!, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(found ?? "There is no such command.");
            return found is null ? 1 : 0;
        }));
        return command;
    }

    // What a token may read depends on the auction, so a refusal names where the token comes from.
    private static Task<int> RunWithRightsAsync(
        ParseResult parsed, Option<Uri> url, Func<string, string?> environment, Func<ApiClient, Task<int>> run) =>
        RunAsync(parsed, url, environment, async api =>
        {
            try
            {
                return await run(api);
            }
            catch (ApiException refused) when (refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new ApiException($"{TokenVariable}: {refused.Message}", refused.Status);
            }
        });

    private static async Task<int> RunAsync(ParseResult parsed, Option<Uri> url, Func<string, string?> environment, Func<ApiClient, Task<int>> run)
    {
        var address = parsed.GetValue(url)!;
        using var api = new ApiClient(address, environment(TokenVariable));
        try
        {
            return await run(api);
        }
        catch (ApiException refused)
        {
            parsed.InvocationConfiguration.Error.WriteLine(refused.Message);
            return 1;
        }
        catch (HttpRequestException away)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"--url: {address} does not answer: {away.Message}");
            return 2;
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"--url: {address} does not answer in time");
            return 2;
        }
        catch (JsonException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"--url: {address} answers, but not as the API does");
            return 2;
        }
    }
}

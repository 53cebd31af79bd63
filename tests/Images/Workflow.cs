using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using Map = System.Collections.Generic.Dictionary<object, object>;

namespace Images.Tests;

/// <summary>Finds the problems of a workflow in .github/workflows.</summary>
internal sealed partial class Workflow(string yaml, string root)
{
    // Folders that a job creates itself, and git's refs.
    private static readonly string[] NotOfTheRepository = ["artifacts/", "bills/", "refs/"];

    private readonly Map _workflow = new DeserializerBuilder().Build().Deserialize<Map>(yaml);

    private IEnumerable<(string Name, Map Job)> Jobs => ((Map)_workflow["jobs"]).Select(job => ((string)job.Key, (Map)job.Value));

    private IEnumerable<(string Job, Map Step)> Steps =>
        Jobs.SelectMany(job => ((List<object>)job.Job["steps"]).Select(step => (job.Name, (Map)step)));

    public IEnumerable<string> Problems() => [.. Limits(), .. Actions(), .. Paths(), .. TestNames(), .. Latest()];

    private IEnumerable<string> Limits()
    {
        if (!_workflow.ContainsKey("permissions"))
            yield return "has no permissions of its own: every job would have the repository's default";
        if (!(_workflow.GetValueOrDefault("concurrency") is Map concurrency && concurrency.ContainsKey("group")))
            yield return "has no concurrency group";
        foreach (var (name, job) in Jobs)
        {
            if (!(job.GetValueOrDefault("timeout-minutes") is string minutes && int.TryParse(minutes, out var limit) && limit is > 0 and <= 90))
                yield return $"{name} has no timeout-minutes from 1 to 90";
            if (job.GetValueOrDefault("permissions") is not Map permissions)
                yield return $"{name} has no permissions of its own";
            else if (permissions.Any(permission => permission.Value is not ("read" or "write" or "none")))
                yield return $"{name} has a permission that is neither read, write nor none";
        }
    }

    private IEnumerable<string> Actions() => Steps
        .Select(step => step.Step.GetValueOrDefault("uses") as string)
        .Where(uses => uses is not null && !Pinned().IsMatch(uses))
        .Select(uses => $"{uses} isn't pinned to a major version");

    private IEnumerable<string> Paths()
    {
        foreach (var (job, word) in Words().Where(word => LooksLikeAPath(word.Word)))
        {
            var path = Path.Combine(root, word.TrimEnd('/'));
            if (word.Contains('*', StringComparison.Ordinal) ? !Matches(word) : !Path.Exists(path))
                yield return $"{job} names {word}, which doesn't exist";
            else if (File.Exists(path) && Path.GetExtension(path) == "" && !IsExecutable(path))
                yield return $"{job} runs {word}, which isn't executable";
        }
    }

    private IEnumerable<string> TestNames()
    {
        foreach (var (job, word) in Words().Where(word => word.Word.Contains(".Tests.When_", StringComparison.Ordinal)))
        {
            var parts = word.Split(".Tests.");
            var (type, method) = parts[1].Split('.') is [var first, var second] ? (first, second) : (parts[1], "class");
            var file = Path.Combine(root, "tests", parts[0], $"{type}.cs");
            if (!File.Exists(file) || !File.ReadAllText(file).Contains($" {method}", StringComparison.Ordinal))
                yield return $"{job} filters by {word}, which doesn't exist";
        }
    }

    // Only eng/images gives the tag, since it knows the branch.
    private IEnumerable<string> Latest() => Words()
        .Where(word => word.Word.Contains("latest", StringComparison.OrdinalIgnoreCase))
        .Select(word => $"{word.Job} says {word.Word}: only eng/images gives the tag `latest`");

    private IEnumerable<(string Job, string Word)> Words() =>
        from step in Steps
        let texts = new[] { step.Step.GetValueOrDefault("run"), (step.Step.GetValueOrDefault("with") as Map)?.GetValueOrDefault("global-json-file") }
        from text in texts.OfType<string>()
        from word in text.Split([' ', '\n', '\'', '"', '|', ';', '(', ')', '`', '='], StringSplitOptions.RemoveEmptyEntries)
        select (step.Job, word);

    private static bool IsExecutable(string path) => OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    private static bool LooksLikeAPath(string word) =>
        !word.Contains('$', StringComparison.Ordinal)
        && word[0] is not ('/' or '-' or '>')
        && !word.StartsWith("../", StringComparison.Ordinal)
        && !NotOfTheRepository.Any(folder => word.StartsWith(folder, StringComparison.Ordinal))
        && (word.Contains('/', StringComparison.Ordinal) || FileName().IsMatch(word) || word == "AppHost");

    private bool Matches(string pattern)
    {
        var asRegex = new Regex("^" + Regex.Escape(pattern).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "$");
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 };
        return Directory.EnumerateFileSystemEntries(Path.Combine(root, pattern.Split('/')[0]), "*", options)
            .Any(entry => asRegex.IsMatch(Path.GetRelativePath(root, entry)));
    }

    [GeneratedRegex(@"^[\w.-]+/[\w.-]+@v\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^[\w.-]+\.(sln|json|csproj|props|ya?ml|sh)$")]
    private static partial Regex FileName();
}

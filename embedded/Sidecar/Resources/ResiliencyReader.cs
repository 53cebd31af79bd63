using System.Globalization;
using System.Text.RegularExpressions;
using Embedded.Sidecar.Policies;

namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Resiliency.</summary>
internal static partial class ResiliencyReader
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultFirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DefaultLongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Adds the policies of a document.</summary>
    /// <exception cref="ResourceException">A value or a reference to a policy is wrong.</exception>
    public static void Read(YamlField document, ResiliencySpec into, Action<string> ignored)
    {
        var policies = document["spec"]["policies"];
        var timeouts = policies["timeouts"].Fields().ToDictionary(named => named.Name, named => Duration(named.Field));
        var retries = policies["retries"].Fields().ToDictionary(named => named.Name, named => Retry(named.Field));
        var breakers = policies["circuitBreakers"].Fields().ToDictionary(named => named.Name, named => Breaker(named.Field));

        TargetPolicy Target(YamlField target) => new(
            Named(target["timeout"], timeouts, out var timeout) ? timeout : null,
            Named(target["retry"], retries, out var retry) ? retry : null,
            Named(target["circuitBreaker"], breakers, out var breaker) ? breaker : null);

        var targets = document["spec"]["targets"];
        foreach (var (app, target) in targets["apps"].Fields())
            into.Apps[app] = Target(target);
        foreach (var (component, target) in targets["components"].Fields())
        {
            if (target["outbound"].Exists)
                into.Outbound[component] = Target(target["outbound"]);
            if (target["inbound"].Exists)
                into.Inbound[component] = Target(target["inbound"]);
        }

        if (targets["actors"].Exists)
            ignored("resiliency: targets.actors has no effect in the embedded sidecar, which has no actors");
    }

    private static bool Named<T>(YamlField reference, Dictionary<string, T> policies, out T policy)
    {
        policy = default!;
        if (!reference.Exists)
            return false;
        if (!policies.TryGetValue(reference.Text(), out policy!))
            throw reference.Error($"'{reference.Text()}' is not a policy of this file; known: {string.Join(", ", policies.Keys)}");
        return true;
    }

    private static RetrySpec Retry(YamlField field)
    {
        var exponential = field["policy"].OptionalText() switch
        {
            null or "constant" => false,
            "exponential" => true,
            var other => throw field["policy"].Error($"'{other}' is not known; known: constant, exponential"),
        };
        return new RetrySpec(
            exponential,
            OptionalDuration(field["duration"]) ?? (exponential ? DefaultFirstWait : DefaultWait),
            OptionalDuration(field["maxInterval"]) ?? DefaultLongestWait,
            field["maxRetries"].OptionalInt() is >= 0 and var most ? most : null,
            Ranges(field["matching"]["httpStatusCodes"]),
            Ranges(field["matching"]["gRPCStatusCodes"]));
    }

    private static BreakerSpec Breaker(YamlField field)
    {
        var trip = field["trip"].OptionalText() ?? "consecutiveFailures > 5";
        if (Trip().Match(trip) is not { Success: true } match)
            throw field["trip"].Error($"'{trip}' is not understood; write consecutiveFailures > n or consecutiveFailures >= n");
        var number = int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
        return new BreakerSpec(
            Math.Max(1, match.Groups["op"].Value == ">" ? number + 1 : number),
            Math.Max(1, field["maxRequests"].OptionalInt() ?? 1),
            OptionalDuration(field["timeout"]) ?? DefaultLongestWait);
    }

    private static StatusRanges? Ranges(YamlField field) =>
        !field.Exists ? null
        : StatusRanges.TryParse(field.Text()) ?? throw field.Error($"'{field.Text()}' is no list of statuses; write it like 14 or 429,500-599");

    private static TimeSpan? OptionalDuration(YamlField field) => field.Exists ? Duration(field) : null;

    private static TimeSpan Duration(YamlField field) =>
        GoDuration.TryParse(field.Text()) ?? throw field.Error($"'{field.Text()}' is no duration; write it like 5s or 50ms");

    [GeneratedRegex(@"^\s*consecutiveFailures\s*(?<op>>=?)\s*(?<n>[0-9]{1,9})\s*$")]
    private static partial Regex Trip();
}

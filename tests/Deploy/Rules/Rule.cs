using Deploy.Tests.Rendered;

namespace Deploy.Tests.Rules;

/// <summary>A rule for all deployed objects.</summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Broken">Finds the violations; each begins with the kind and the name of the object.</param>
internal sealed record Rule(string Name, Func<Deployed, IEnumerable<string>> Broken)
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. Availability.Rules, .. Ending.Rules, .. Containment.Rules, .. Secrets.Rules, .. Sidecars.Rules, .. Components.Rules,
        .. Access.Rules, .. Network.Rules, .. Doors.Rules, .. Settings.Rules, .. Gateway.Rules,
    ];

    public static Rule Named(string name) => All.Single(rule => rule.Name == name);
}

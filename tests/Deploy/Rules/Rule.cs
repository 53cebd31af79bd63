using Deploy.Tests.Rendered;

namespace Deploy.Tests.Rules;

/// <summary>What has to hold for everything that is deployed.</summary>
/// <param name="Name">What holds, as a sentence.</param>
/// <param name="Broken">Each way in which it doesn't, with the object's kind and name first.</param>
internal sealed record Rule(string Name, Func<Deployed, IEnumerable<string>> Broken)
{
    public static IReadOnlyList<Rule> All { get; } =
        [.. Availability.Rules, .. Ending.Rules, .. Containment.Rules, .. Secrets.Rules, .. Sidecars.Rules, .. Components.Rules, .. Access.Rules, .. Network.Rules, .. Doors.Rules, .. Settings.Rules, .. Gateway.Rules];

    public static Rule Named(string name) => All.Single(rule => rule.Name == name);
}

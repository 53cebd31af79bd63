using Deploy.Tests.Rendered;
using Deploy.Tests.Rules;

namespace Deploy.Tests;

public sealed class When_a_rule_is_broken
{
    public static TheoryData<int, string> Breaks
    {
        get
        {
            var each = new TheoryData<int, string>();
            for (var at = 0; at < Break.All.Length; at++)
                each.Add(at, Break.All[at].Rule);
            return each;
        }
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void The_object_is_named(int at, string rule)
    {
        var deployed = Deployed.Overlay(Break.All[at].Overlay);
        Break.All[at].Do(deployed);
        var broken = Rule.Named(rule).Broken(deployed).ToArray();
        Assert.Contains(broken, line => line.StartsWith(Break.All[at].Named, StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_a_break_for_every_rule() =>
        Assert.Equal(
            Rule.All.Select(rule => rule.Name).Order(StringComparer.Ordinal),
            Break.All.Select(found => found.Rule).Distinct().Order(StringComparer.Ordinal));
}

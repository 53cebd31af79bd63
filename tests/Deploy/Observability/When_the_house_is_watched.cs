using System.Text.RegularExpressions;
using Tests.Metrics;

namespace Deploy.Tests.Observability;

public sealed partial class When_the_house_is_watched
{
    private static IEnumerable<PromRule> Alerts => PromRules.All.Where(rule => rule.IsAlert);

    public static TheoryData<string> Tests => [.. PromRules.Files("tests").Select(path => Path.GetFileName(path))];

    [Fact]
    public async Task Prometheus_takes_the_configuration_and_the_rules() =>
        Assert.Null(await Promtool.ProblemOfAsync("check", "config", Repository.At("deploy", "observability", "prometheus", "prometheus.yml")));

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task Every_alert_fires_in_its_scenario_and_stays_silent_in_its_opposite(string file) =>
        Assert.Null(await Promtool.ProblemOfAsync("test", "rules", Repository.At("deploy", "observability", "prometheus", "tests", file)));

    [Fact]
    public void Every_alert_has_a_scenario_and_an_opposite()
    {
        var names = Alerts.Select(alert => alert.Name).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(names, PromRules.Checks.Where(check => check.Fires).Select(check => check.Alert).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(names, PromRules.Checks.Where(check => !check.Fires).Select(check => check.Alert).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_what_it_means()
    {
        foreach (var alert in Alerts)
        {
            Assert.True(alert.Severity is "critical" or "warning", alert.Name);
            Assert.True(alert.Annotations?["summary"] is not null && alert.Annotations["meaning"] is not null, alert.Name);
            // An anchor is in lower case.
            Assert.Equal($"docs/runbooks.md#{alert.Name}", (string?)alert.Annotations["runbook_url"], ignoreCase: true);
        }
    }

    [Fact]
    public void Every_alert_has_its_section_in_the_runbooks_with_its_severity()
    {
        var sections = Section().Matches(Repository.Read("docs", "runbooks.md"))
            .Select(match => (Name: match.Groups[1].Value, Severity: match.Groups[2].Value)).Order();
        Assert.Equal(Alerts.Select(alert => (alert.Name, alert.Severity!)).Order(), sections);
    }

    [Fact]
    public void Every_metric_of_a_rule_is_on_the_page_of_metrics()
    {
        var unknown = from rule in PromRules.All
                      from metric in PromRules.MetricsIn(rule.Expression)
                      where !KnownMetrics.Series.Contains(metric)
                      select $"{rule.Name}: {metric}";
        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("sum by (le, job) (rate(a_b_bucket{x=\"{id}\",y=~\"1|1.0\"}[5m])) > 0.5", "a_b_bucket")]
    [InlineData("a:b_5m > 14 and on () max_over_time(sum(c)[10m:30s]) # d", "a:b_5m c")]
    [InlineData("absent(up{job=\"x\"}) or vector(0) unless on () time() - e offset 5m", "up e")]
    public void Names_of_metrics_are_found_in_expressions(string expression, string names) =>
        Assert.Equal(names.Split(' '), PromRules.MetricsIn(expression));

    [Theory]
    [InlineData("auctions.dead_letters", "{command}", "counter", "auctions_dead_letters_total")]
    [InlineData("dotnet.gc.pause.time", "s", "counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("dotnet.process.memory.working_set", "By", "up-down counter", "dotnet_process_memory_working_set_bytes")]
    [InlineData("auctions.pusher.sockets", "{socket}", "up-down counter", "auctions_pusher_sockets")]
    public void Names_are_those_that_the_collector_writes(string name, string unit, string kind, string series) =>
        Assert.Equal([series], KnownMetrics.SeriesOf(new DocumentedMetric(name, unit, kind, "", "")));

    [GeneratedRegex(@"^## (\w+)\r?\n\r?\n(\w+) · ", RegexOptions.Multiline)]
    private static partial Regex Section();
}

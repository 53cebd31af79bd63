using System.Text.Json.Nodes;

namespace Deploy.Tests.Observability;

public sealed class When_a_dashboard_is_opened
{
    public static TheoryData<string> Dashboards => [.. Files().Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Every_metric_of_a_panel_is_on_the_page_of_metrics(string dashboard)
    {
        var unknown = from panel in Panels(dashboard)
                      from expression in Expressions(panel)
                      from metric in PromRules.MetricsIn(expression)
                      where !KnownMetrics.Series.Contains(metric)
                      select $"{panel["title"]}: {metric}";
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Every_expression_of_a_panel_is_one_that_Prometheus_reads(string dashboard)
    {
        var rules = Panels(dashboard).SelectMany(Expressions)
            .Select(expression => expression
                .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
                .Replace("$job", ".*", StringComparison.Ordinal))
            .Select((expression, at) => new JsonObject { ["record"] = $"panel_{at}", ["expr"] = expression });
        // YAML is a superset of JSON.
        var file = Path.GetTempFileName();
        try
        {
            var groups = new JsonArray(new JsonObject { ["name"] = "panels", ["rules"] = new JsonArray([.. rules]) });
            await File.WriteAllTextAsync(file, new JsonObject { ["groups"] = groups }.ToJsonString(), TestContext.Current.CancellationToken);
            Assert.Null(await Promtool.ProblemOfAsync("check", "rules", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Every_panel_says_what_it_shows_and_has_a_place_of_its_own(string dashboard)
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in Panels(dashboard))
        {
            Assert.False(string.IsNullOrEmpty((string?)panel["title"]));
            Assert.True((string?)panel["type"] == "row" || ((string?)panel["description"])?.EndsWith('.') == true, (string?)panel["title"]);
            var place = panel["gridPos"]!;
            var (left, top, width, height) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.True(left + width <= 24);
            for (var x = left; x < left + width; x++)
                for (var y = top; y < top + height; y++)
                    Assert.True(taken.Add((x, y)), $"{panel["title"]} lies over another panel.");
        }

        Assert.Equal(Panels(dashboard).Count, Panels(dashboard).Select(panel => (int)panel["id"]!).Distinct().Count());
    }

    [Fact]
    public void Each_has_an_address_of_its_own() =>
        Assert.Equal(3, Files().Select(path => (string?)JsonNode.Parse(File.ReadAllText(path))!["uid"]).Distinct().Count());

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.At("deploy", "observability", "grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal);

    private static List<JsonNode> Panels(string dashboard)
    {
        var content = JsonNode.Parse(Repository.Read("deploy", "observability", "grafana", "dashboards", dashboard))!;
        return [.. content["panels"]!.AsArray().Select(panel => panel!)];
    }

    private static IEnumerable<string> Expressions(JsonNode panel) =>
        panel["targets"]?.AsArray().Select(target => (string)target!["expr"]!) ?? [];
}

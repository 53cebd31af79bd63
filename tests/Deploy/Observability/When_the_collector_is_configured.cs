namespace Deploy.Tests.Observability;

public sealed class When_the_collector_is_configured
{
    private static readonly string Shipped = Repository.Read("deploy", "observability", "collector", "collector.yaml");

    [Fact]
    public void The_collector_takes_it() => Assert.Empty(CollectorConfiguration.ProblemsOf(Shipped));

    [Theory]
    [InlineData("metric_expiration: 90s", "metrics_expiration: 90s", "exporters/prometheus has no setting metrics_expiration")]
    [InlineData("metric_expiration: 90s", "metric_expiration: 90", "exporters/prometheus: metric_expiration is '90'")]
    [InlineData("otlp/tempo:", "otlp/temple:", "traces: there is no otlp/tempo among the exporters")]
    [InlineData("otlp/tempo:", "otlp/temple:", "exporters/otlp/temple is not used")]
    [InlineData("otlp/tempo:", "jaeger:", "exporters/jaeger is not known")]
    [InlineData(
        "[memory_limiter, transform/service, batch]", "[batch, memory_limiter]", "metrics doesn't begin with memory_limiter and end with batch")]
    [InlineData("extensions: [health_check]", "extensions: [pprof]", "service: there is no extension pprof")]
    [InlineData("    traces:", "    spans:", "spans is no pipeline")]
    [InlineData("receivers:\n  otlp:", "recievers:\n  otlp:", "recievers is no section")]
    public void A_mistake_is_found(string right, string wrong, string problem)
    {
        Assert.Contains(right, Shipped, StringComparison.Ordinal);
        Assert.Contains(problem, CollectorConfiguration.ProblemsOf(Shipped.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_services_send_to_its_port() => Assert.Contains(
        "value: http://otel-collector.observability:4317", Repository.Read("deploy", "kubernetes", "mended", "deployments", "worker.yaml"),
        StringComparison.Ordinal);

    [Fact]
    public void Prometheus_scrapes_where_it_exports()
    {
        Assert.Contains("endpoint: 0.0.0.0:8889", Shipped, StringComparison.Ordinal);
        Assert.Contains(
            "targets: [otel-collector.observability:8889]", Repository.Read("deploy", "observability", "prometheus", "prometheus.yml"),
            StringComparison.Ordinal);
    }
}

using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Api.Tests;

/// <summary>What the environment and the configuration make of logs and traces, in every service.</summary>
public sealed class When_a_process_logs_and_traces
{
    [Theory]
    [InlineData("Production", null, "json")]
    [InlineData("Production", "simple", "simple")]
    [InlineData("Development", null, null)]
    public void Stdout_is_for_machines_in_production_and_for_people_in_development(string environment, string? setting, string? formatter)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration["Logging:Console:FormatterName"] = setting;
        builder.AddServiceDefaults();
        using var host = builder.Build();

        Assert.Equal(formatter, host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Theory]
    [InlineData(null, null, 1, false)]
    [InlineData("0.25", "calls", 0.25, false)]
    [InlineData("0", "wire", 0, true)]
    public void The_share_and_the_detail_of_traces_are_configured(string? share, string? detail, double expected, bool withWire) =>
        Assert.Equal(new TraceSettings(expected, withWire), Read(share, detail));

    [Theory]
    [InlineData("1.5", null)]
    [InlineData("all", null)]
    [InlineData(null, "everything")]
    public void Another_value_stops_the_process(string? share, string? detail) =>
        Assert.Throws<InvalidOperationException>(() => Read(share, detail));

    private static TraceSettings Read(string? share, string? detail) => TraceSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_TRACES_SAMPLER_ARG"] = share, ["Tracing:Detail"] = detail })
        .Build());
}

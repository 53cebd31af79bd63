using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Auctions.Api.House;

/// <summary>Where the alerts of the house are read; section <c>Prometheus</c>.</summary>
internal sealed record PrometheusOptions
{
    /// <summary>The address of Prometheus, such as <c>http://prometheus.observability:9090</c>; null where the house has none.</summary>
    public string? Url { get; init; }

    /// <summary>Where people read this repository, such as <c>https://git.example.com/auctions/blob/main</c>; null for no links.</summary>
    public string? RunbooksUrl { get; init; }

    /// <summary>How long Prometheus has for its answer, in milliseconds; 100 to 10,000.</summary>
    [Range(100, 10_000, ErrorMessage = "Prometheus:{0} must be from {1} to {2}.")]
    public int TimeoutMilliseconds { get; init; } = 2_000;
}

/// <summary>Stops the program at its start if an address is not one that can be read over HTTP.</summary>
internal sealed class PrometheusOptionsCheck : IValidateOptions<PrometheusOptions>
{
    public ValidateOptionsResult Validate(string? name, PrometheusOptions options)
    {
        var wrong = new Dictionary<string, string?> { [nameof(options.Url)] = options.Url, [nameof(options.RunbooksUrl)] = options.RunbooksUrl }
            .Where(setting => setting.Value is { } value && !IsWeb(value))
            .Select(setting => $"Prometheus:{setting.Key} is '{setting.Value}'; it must be a URL that begins with http:// or https://.")
            .ToList();
        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }

    private static bool IsWeb(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}

/// <summary>Registers <see cref="PrometheusAlerts"/>.</summary>
internal static class PrometheusRegistration
{
    public static void AddPrometheusAlerts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PrometheusOptions>().BindConfiguration("Prometheus").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrometheusOptions>, PrometheusOptionsCheck>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PrometheusOptions>>().Value;
            var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
            {
                Timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds),
                MaxResponseContentBufferSize = PrometheusAlerts.MostBytes,
            };
            return new PrometheusAlerts(http, options);
        });
    }
}

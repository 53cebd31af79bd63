using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Api.Bodies;

/// <summary>How Api reads and writes HTTP bodies: JSON as in the rest of the system, but without tolerance for mistakes.</summary>
internal static class StrictHttp
{
    public static void AddStrictHttp(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Bytes;
        });
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = AuctionJson.Options.DefaultIgnoreCondition;
        options.NumberHandling = AuctionJson.Options.NumberHandling;
        options.Encoder = AuctionJson.Options.Encoder;
        foreach (var converter in AuctionJson.Options.Converters)
            options.Converters.Add(converter);
        options.Converters.Add(new ExactDecimal());
        options.Converters.Add(new TimeWithOffset());

        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Api.Bodies;

/// <summary>How Api reads and writes JSON: as the rest of the system does, and strictly.</summary>
internal static class StrictJson
{
    public static void Configure(JsonSerializerOptions options)
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

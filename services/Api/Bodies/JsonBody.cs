using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auctions.Api.Errors;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Auctions.Api.Bodies;

/// <summary>
/// The body of a request, or the problem with it. The framework's own binding would report that a body is bad, but not
/// which field.
/// </summary>
/// <param name="Value">The body; null if there is a problem.</param>
/// <param name="Problem">The answer to send if the body can't be read; otherwise null.</param>
internal readonly record struct JsonBody<T>(T? Value, IResult? Problem) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>The framework calls this method for a parameter of this type.</summary>
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            return new(null, Problems.OfStatus(StatusCodes.Status415UnsupportedMediaType));

        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted);
            return body is null
                ? new(null, Problems.Invalid(Problems.Body, "must be a JSON object"))
                : new(body, null);
        }
        catch (JsonException unreadable)
        {
            return new(null, BodyProblem.Of(unreadable, type));
        }
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>The largest bodies in bytes; a larger one is answered with 413.</summary>
internal static class BodyLimit
{
    public const int Bytes = 16 * 1024;

    /// <summary>For a session with all its lots.</summary>
    public const int SessionBytes = 256 * 1024;
}

using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Auctions.Images.Archives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Images.Tests;

/// <summary>
/// A registry on loopback, with the part of OCI's distribution protocol that pulling a base image and pushing need. It
/// serves a made-up <c>base:1</c> in the form of .NET's own base images: a list of platforms with Docker's media types.
/// </summary>
internal sealed partial class LoopbackRegistry : IAsyncDisposable
{
    private const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, (string Type, byte[] Content)> _manifests = new();
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new();

    private LoopbackRegistry(WebApplication app) => _app = app;

    /// <summary>For example <c>127.0.0.1:40123</c>.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <summary>The digest of the base image's only layer.</summary>
    public string BaseLayer { get; private set; } = "";

    public static async Task<LoopbackRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var registry = new LoopbackRegistry(builder.Build());
        registry.AddBase();
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        return registry;
    }

    /// <summary>The digest of the manifest with a tag.</summary>
    /// <returns>Null if there is none.</returns>
    public string? Tagged(string image, string tag) =>
        _manifests.TryGetValue($"{image} {tag}", out var manifest) ? Digest.Of(manifest.Content) : null;

    /// <summary>The names of all manifests, each with its tag or digest.</summary>
    public IEnumerable<string> Names => _manifests.Keys;

    public byte[] Blob(string digest) => _blobs[digest];

    public byte[] Manifest(string image, string reference) => _manifests[$"{image} {reference}"].Content;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path == "/v2/")
            return response.WriteAsync("{}");
        if (Path().Match(request.Path) is not { Success: true } match)
            return NotFound(response);
        var (image, what) = (match.Groups["image"].Value, match.Groups["what"].Value);
        return match.Groups["kind"].Value switch
        {
            "manifests" => request.Method == "PUT" ? PutManifestAsync(context, image, what) : Manifest(context, image, what),
            "blobs" => _blobs.TryGetValue(what, out var blob) ? Content(context, "application/octet-stream", blob) : NotFound(response),
            _ => UploadAsync(context, image, what),
        };
    }

    private Task Manifest(HttpContext context, string image, string reference)
    {
        if (!_manifests.TryGetValue($"{image} {reference}", out var manifest))
            return NotFound(context.Response);
        context.Response.Headers["Docker-Content-Digest"] = Digest.Of(manifest.Content);
        return Content(context, manifest.Type, manifest.Content);
    }

    private async Task PutManifestAsync(HttpContext context, string image, string reference)
    {
        var digest = AddManifest(image, context.Request.ContentType ?? "", await BodyAsync(context));
        _manifests[$"{image} {reference}"] = _manifests[$"{image} {digest}"];
        context.Response.Headers["Docker-Content-Digest"] = digest;
        context.Response.StatusCode = 201;
    }

    // A POST opens an upload, PATCHes append to it, and a PUT closes it with its digest.
    private async Task UploadAsync(HttpContext context, string image, string id)
    {
        if (context.Request.Method == "POST")
            id = Guid.NewGuid().ToString("n");
        var content = _uploads[id] = [.. _uploads.GetValueOrDefault(id, []), .. await BodyAsync(context)];
        if (context.Request.Method != "PUT")
        {
            context.Response.Headers.Location = $"/v2/{image}/blobs/uploads/{id}";
            context.Response.Headers.Range = $"0-{Math.Max(0, content.Length - 1)}";
            context.Response.StatusCode = 202;
            return;
        }
        var wanted = context.Request.Query["digest"].ToString();
        var isRight = wanted == Digest.Of(content);
        if (isRight)
            _blobs[wanted] = content;
        context.Response.Headers["Docker-Content-Digest"] = wanted;
        context.Response.StatusCode = isRight ? 201 : 400;
    }

    private void AddBase()
    {
        var tar = TarFile.Of("usr/lib/os-release", "ID=made-up");
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
            gzip.Write(tar);
        var layer = bytes.ToArray();
        BaseLayer = AddBlob(layer);
        var config = Encoding.UTF8.GetBytes($$"""
            {"architecture":"amd64","os":"linux","created":"2026-01-01T00:00:00Z",
             "config":{"Env":["PATH=/usr/bin","APP_UID=1654","ASPNETCORE_HTTP_PORTS=8080",
              "DOTNET_RUNNING_IN_CONTAINER=true","DOTNET_VERSION=10.0.15","ASPNET_VERSION=10.0.16"],"User":"1654"},
             "rootfs":{"type":"layers","diff_ids":["{{Digest.Of(tar)}}"]},
             "history":[{"created":"2026-01-01T00:00:00Z","created_by":"made up"}]}
            """);
        var manifest = SdkImage.Utf8(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = DockerManifest,
            ["config"] = Described("application/vnd.docker.container.image.v1+json", config.Length, AddBlob(config)),
            ["layers"] = new JsonArray(Described("application/vnd.docker.image.rootfs.diff.tar.gzip", layer.Length, BaseLayer)),
        });
        var described = Described(DockerManifest, manifest.Length, AddManifest("base", DockerManifest, manifest));
        described["platform"] = new JsonObject { ["architecture"] = "amd64", ["os"] = "linux" };
        const string ListType = "application/vnd.docker.distribution.manifest.list.v2+json";
        var list = SdkImage.Utf8(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = ListType, ["manifests"] = new JsonArray(described) });
        _manifests["base 1"] = _manifests[$"base {AddManifest("base", ListType, list)}"];
    }

    private string AddBlob(byte[] content)
    {
        _blobs[Digest.Of(content)] = content;
        return Digest.Of(content);
    }

    private string AddManifest(string image, string type, byte[] content)
    {
        _manifests[$"{image} {Digest.Of(content)}"] = (type, content);
        return Digest.Of(content);
    }

    private static JsonObject Described(string type, int size, string digest) => new() { ["mediaType"] = type, ["size"] = size, ["digest"] = digest };

    private static Task Content(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.Body.WriteAsync(content).AsTask();
    }

    private static Task NotFound(HttpResponse response)
    {
        response.StatusCode = 404;
        return response.WriteAsync("""{"errors":[{"code":"NOT_FOUND"}]}""");
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        return bytes.ToArray();
    }

    [GeneratedRegex("^/v2/(?<image>.+)/(?<kind>manifests|blobs/uploads|blobs)/(?<what>[^/]*)$")]
    private static partial Regex Path();
}

using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

// Writes the manifest where the command line says: `--publisher manifest --output-path …`, or as newer command lines
// have it, `--operation publish --step publish-manifest --output-path …`.
internal sealed class ManifestPublisher(DistributedApplicationBuilder application)
{
    public async Task PublishAsync(CancellationToken cancellation)
    {
        var path = OutputPath();
        await using var content = new MemoryStream();
        await new ManifestWriter(path, application.Resources, application.ExecutionContext).WriteAsync(content, cancellation);

        // Only a whole manifest takes the place of the last one.
        var unfinished = $"{path}.unfinished";
        try
        {
            await File.WriteAllBytesAsync(unfinished, content.ToArray(), cancellation);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"--output-path: {path} can't be written: {failed.Message}", failed);
        }

        Console.WriteLine($"Published manifest to: {path}");
    }

    private string OutputPath()
    {
        var said = application.Configuration;
        if (said["publisher"] is { } publisher && publisher != "manifest")
            throw new DistributedApplicationException($"--publisher: '{publisher}' is not in the embedded build; there is manifest.");
        if (said["publisher"] is null && said["step"] is not "publish-manifest")
            throw new DistributedApplicationException($"--step: '{said["step"]}' is not in the embedded build; there is publish-manifest.");
        if (said["output-path"] is not { Length: > 0 } path)
            throw new DistributedApplicationException("--output-path is missing: say where the manifest goes, relative to AppHost's folder.");
        path = Path.GetFullPath(path, application.AppHostDirectory);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new DistributedApplicationException($"--output-path: there is no folder {Path.GetDirectoryName(path)}.");
        if (Directory.Exists(path))
            throw new DistributedApplicationException($"--output-path: {path} is a folder; name a file.");
        return path;
    }
}

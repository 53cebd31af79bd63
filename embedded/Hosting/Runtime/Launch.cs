using CommunityToolkit.Aspire.Hosting.Dapr;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// What is run: a program, its arguments, and where.
internal sealed record Launch(string Program, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    // Where the runtime is that runs this process; children find the same one.
    public static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    // The program that was built; where a build makes only an assembly, `dotnet` runs that.
    public static Launch Of(ProjectResource project)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().Last();
        if (metadata is not IBuiltProject built)
            throw new DistributedApplicationException(
                $"'{project.Name}': {metadata.GetType()} does not tell what was built; reference the project from AppHost.csproj.");
        if (!File.Exists(built.TargetPath))
            throw new DistributedApplicationException($"'{project.Name}' is not built: there is no {built.TargetPath}. Build AppHost first.");

        return OfAssembly(built.TargetPath, [], Path.GetDirectoryName(metadata.ProjectPath)!);
    }

    public static Launch OfAssembly(string assembly, IReadOnlyList<string> arguments, string workingDirectory)
    {
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(program)
            ? new Launch(program, arguments, workingDirectory)
            : new Launch(Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), ["exec", assembly, .. arguments], workingDirectory);
    }

    public static Launch Of(DaprCliResource sidecar, string? daprPath, string appHostDirectory)
    {
        var program = daprPath ?? throw new DistributedApplicationException("Unable to locate the Dapr CLI: set DaprOptions.DaprPath.");
        if (!File.Exists(program))
            throw new DistributedApplicationException($"'{sidecar.Name}': there is no {program}.");
        return new Launch(program, SidecarArguments.Of(sidecar.Sidecar, sidecar, appHostDirectory), appHostDirectory);
    }
}

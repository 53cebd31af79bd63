namespace Images.Tests;

/// <summary>A clone of this repository at its commit, on no branch.</summary>
internal sealed record Clone(string Folder, string Commit)
{
    public string Images => Path.Combine(Folder, "artifacts", "images");

    public static async Task<Clone> MakeAsync(string parent, string name, params string[] options)
    {
        var folder = Path.Combine(parent, name);
        (await Script.RunAsync(parent, "git", ["clone", "--quiet", .. options, Repository.Root, folder])).Succeeded();
        (await Script.RunAsync(folder, "git", ["checkout", "--quiet", "--detach"])).Succeeded();
        var commit = (await Script.RunAsync(folder, "git", ["rev-parse", "HEAD"])).Succeeded().Output.Trim();
        return new Clone(folder, commit);
    }

    public Task<Script> ImagesAsync(string[] arguments, params (string, string?)[] environment) =>
        Script.RunAsync(Path.GetTempPath(), Path.Combine(Folder, "eng", "images"), arguments, environment);
}

namespace Images.Tests;

public sealed class When_workflows_are_read
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void They_name_only_what_exists_and_have_minimal_permissions(string file) =>
        Assert.Empty(new Workflow(File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", file)), Repository.Root).Problems());

    [Fact]
    public void Only_a_release_may_write() =>
        Assert.DoesNotContain(": write", File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "ci.yml")), StringComparison.Ordinal);

    [Theory]
    [InlineData("permissions", "permissions: { contents: read }\n", "")]
    [InlineData("concurrency", "concurrency: { group: x }\n", "")]
    [InlineData("timeout-minutes", "timeout-minutes: 5", "timeout-minutes: 0")]
    [InlineData("job has no permissions", "    permissions: { contents: read }\n", "")]
    [InlineData("neither read, write nor none", "    permissions: { contents: read }", "    permissions: { contents: all }")]
    [InlineData("actions/checkout@main isn't pinned", "checkout@v6", "checkout@main")]
    [InlineData("eng/nowhere, which doesn't exist", "eng/images", "eng/nowhere")]
    [InlineData("tests/*/*.None, which doesn't exist", "tests/*/*.csproj", "tests/*/*.None")]
    [InlineData("Other.sln, which doesn't exist", "Auctions.sln", "Other.sln")]
    [InlineData("EndToEnd.Tests.When_never, which doesn't exist", "EndToEnd.Tests.When_a_process_is_killed", "EndToEnd.Tests.When_never")]
    [InlineData("says api:latest", "--base x", "api:latest")]
    public void A_mistake_is_found(string said, string right, string wrong)
    {
        const string Good = """
            permissions: { contents: read }
            concurrency: { group: x }
            jobs:
              job:
                timeout-minutes: 5
                permissions: { contents: read }
                steps:
                  - uses: actions/checkout@v6
                  - run: eng/images --base x && dotnet build Auctions.sln "tests/*/*.csproj" --filter-class EndToEnd.Tests.When_a_process_is_killed
            """;
        Assert.Empty(new Workflow(Good, Repository.Root).Problems());

        var bad = Good.Remove(Good.IndexOf(right, StringComparison.Ordinal), right.Length)
            .Insert(Good.IndexOf(right, StringComparison.Ordinal), wrong);

        Assert.Contains(new Workflow(bad, Repository.Root).Problems(), problem => problem.Contains(said, StringComparison.Ordinal));
    }
}

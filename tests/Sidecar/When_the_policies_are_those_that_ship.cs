using System.Reflection;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;

namespace Sidecar.Tests;

/// <summary>The policies of calls to a worker in components/.</summary>
public sealed class When_the_policies_are_those_that_ship
{
    // The deadline of a command in services/Api/Handover, which the attempts must fit.
    private static readonly TimeSpan CallersDeadline = TimeSpan.FromSeconds(5);

    private static readonly string Components = typeof(When_the_policies_are_those_that_ship).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Components").Value!;

    [Theory]
    [InlineData("resiliency.yaml")]
    [InlineData("embedded/resiliency.yaml")]
    [InlineData("kubernetes/resiliency.yaml")]
    public void All_attempts_at_a_command_and_the_waits_between_them_fit_the_callers_deadline(string file)
    {
        var policy = Read(file);
        var retries = policy.Retry!.MaxRetries!.Value;

        Assert.InRange(retries, 2, 10);
        Assert.False(policy.Retry.Exponential);
        var longest = (retries + 1) * policy.Timeout!.Value + retries * policy.Retry.Duration;
        Assert.InRange(longest, TimeSpan.Zero, CallersDeadline - TimeSpan.FromMilliseconds(200));
    }

    [Theory]
    [InlineData("resiliency.yaml")]
    [InlineData("embedded/resiliency.yaml")]
    [InlineData("kubernetes/resiliency.yaml")]
    public void An_attempt_is_retried_whatever_says_that_no_worker_answered(string file) =>
        Assert.All([2, 4, 14], status => Assert.True(Read(file).Retry!.Grpc!.Contains(status)));

    [Fact]
    public void The_embedded_sidecar_and_daprd_have_the_same_file() => Assert.Equal(
        File.ReadAllText(Path.Combine(Components, "resiliency.yaml")), File.ReadAllText(Path.Combine(Components, "embedded", "resiliency.yaml")));

    private static TargetPolicy Read(string file)
    {
        var folder = Directory.CreateTempSubdirectory("policies-").FullName;
        try
        {
            File.Copy(Path.Combine(Components, file), Path.Combine(folder, "resiliency.yaml"));
            return ResourceLoader.Load([folder], [], "api").Resiliency.Apps["worker"];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

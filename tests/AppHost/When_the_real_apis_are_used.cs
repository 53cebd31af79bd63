namespace AppHost.Tests;

/// <summary>
/// No feed here has Aspire, its Dapr toolkit or Dapr.Workflow, so what the sources use of them is kept small and known:
/// docs/real-apis.md lists it, member by member, and each is held against what the real libraries print of themselves.
/// </summary>
public sealed class When_the_real_apis_are_used
{
    // Types that the real libraries' print leaves out, though methods that it has take or return them.
    private static readonly string[] NotPrinted =
    [
        "DistributedApplicationException", "DistributedApplicationExecutionContext", "EndpointAnnotation", "EndpointReference",
        "EndpointReferenceExpression", "EnvironmentCallbackContext", "ExpressionInterpolatedStringHandler", "IManifestExpressionProvider",
        "IResource", "IResourceAnnotation", "IResourceBuilder<T>", "IResourceWithEndpoints", "IResourceWithEnvironment",
        "IResourceWithServiceDiscovery", "IResourceWithWaitSupport", "IValueProvider", "IWorkflow", "IWorkflowActivity", "ParameterResource",
        "ProjectResource", "ReferenceExpression", "Resource", "ResourceAnnotationCollection", "WorkflowHistoryEventType",
    ];

    private readonly RealSignatures _real = RealSignatures.Read();

    // Built with the real packages, their source generators use more than the sources do; that is not listed.
    [Fact]
    public void Each_member_is_listed_in_the_docs()
    {
        var written = ApiPage.Of(ApiMembers.All, _real);
        var path = Path.Combine(Build.Repository, ApiPage.Path);
        if (Environment.GetEnvironmentVariable("WRITE_REAL_APIS") == "1")
            File.WriteAllText(path, written);
        var listed = File.Exists(path) ? File.ReadAllLines(path) : [];

        var missing = written.Split('\n').Except(listed).ToList();
        var gone = listed.Except(written.Split('\n')).ToList();

        Assert.True(gone.Count == 0 && (missing.Count == 0 || !Build.IsOffline), $"""
            {ApiPage.Path} is not what the sources use. Is a new member worth it? Then write the page:
            WRITE_REAL_APIS=1 ./test --project tests/AppHost
            Used, not listed: {string.Join('\n', missing)}
            Listed, not used: {string.Join('\n', gone)}
            """);
    }

    [Fact]
    public void Each_member_has_the_signature_of_the_real_one()
    {
        var unknown = ApiMembers.All.Where(member => !NotPrinted.Contains(member.Type) && !IsReal(member));

        Assert.Equal("", string.Join('\n', unknown.Select(member => $"{member.Type}: {member.Text}")));
    }

    [Fact]
    public void A_type_that_the_print_has_is_not_excused() => Assert.DoesNotContain(NotPrinted, _real.Has);

    private bool IsReal(ApiMember member) => member.Text is null
        ? _real.Has(member.Type)
        : _real.Has(member.Type, member.Text) || _real.HasWithMoreOptionalOnes(member.Type, member.Text);
}

namespace Auctions.AppHost.Start;

/// <summary>What the services check bearer tokens with.</summary>
internal sealed class TokenSettings(IDistributedApplicationBuilder builder)
{
    private const string Bearer = "Authentication__Schemes__Bearer";

    private readonly IResourceBuilder<ParameterResource> _signingKey = builder.AddParameter("token-signing-key", secret: true);

    /// <summary>Gives a service the key, the issuer and the audience of tokens.</summary>
    public void CheckedBy(IResourceBuilder<ProjectResource> service) => service
        .WithEnvironment($"{Bearer}__SigningKeys__0__Value", _signingKey)
        .WithEnvironment($"{Bearer}__SigningKeys__0__Issuer", "auctions")
        .WithEnvironment($"{Bearer}__ValidIssuer", "auctions")
        .WithEnvironment($"{Bearer}__ValidAudiences__0", "auctions");
}

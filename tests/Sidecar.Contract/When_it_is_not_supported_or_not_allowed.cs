using System.Net;
using System.Text.Json;
using Dapr.Client;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_it_is_not_supported_or_not_allowed(SidecarsFixture sidecars)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HTTP_answers_501_and_names_the_feature()
    {
        using var answer = await sidecars.Publisher.Http.GetAsync("/v1.0/secrets/store/key", Cancelled);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("/v1.0/secrets/store/key", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task gRPC_answers_Unimplemented_and_names_the_feature()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => sidecars.Publisher.Dapr.GetSecretAsync("store", "key", cancellationToken: Cancelled));

        var status = Assert.IsType<RpcException>(failure as RpcException ?? failure.InnerException).Status;
        Assert.Equal(StatusCode.Unimplemented, status.StatusCode);
        Assert.Contains("GetSecret", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_name_the_components()
    {
        var metadata = await sidecars.Publisher.Dapr.GetMetadataAsync(Cancelled);
        var http = JsonDocument.Parse(await sidecars.Publisher.Http.GetStringAsync("/v1.0/metadata", Cancelled)).RootElement;

        Assert.Equal("pub", metadata.Id);
        Assert.Equal(["events", "pubsub", "statestore"], metadata.Components.Select(component => component.Name).Order());
        Assert.Contains("ETAG", metadata.Components.Single(component => component.Name == "statestore").Capabilities);
        Assert.Equal("pub", http.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_caller_without_the_token_gets_only_health()
    {
        var data = Directory.CreateTempSubdirectory("contract-data-").FullName;
        await using (var sidecar = await SidecarProcess.StartAsync(data, sidecars.Resources, "pub", apiToken: "open sesame"))
        {
            using var refused = await sidecar.Http.GetAsync("/v1.0/metadata", Cancelled);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/metadata");
            request.Headers.Add("dapr-api-token", "open sesame");
            using var allowed = await sidecar.Http.SendAsync(request, Cancelled);
            using var wrong = new DaprClientBuilder().UseGrpcEndpoint(sidecar.GrpcEndpoint).UseDaprApiToken("guess").Build();
            using var right = new DaprClientBuilder().UseGrpcEndpoint(sidecar.GrpcEndpoint).UseDaprApiToken("open sesame").Build();

            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            var failure = await Assert.ThrowsAsync<Dapr.DaprException>(
                () => wrong.GetStateAsync<string>("statestore", "a", cancellationToken: Cancelled));
            Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<RpcException>(failure.InnerException).StatusCode);
            Assert.Null(await right.GetStateAsync<string>("statestore", "a", cancellationToken: Cancelled));
        }

        Directory.Delete(data, recursive: true);
    }
}

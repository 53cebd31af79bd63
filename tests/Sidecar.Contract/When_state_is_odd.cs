using System.Net;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_state_is_odd(SidecarsFixture sidecars) : IDisposable
{
    private const string Store = "statestore";
    private readonly string _key = Guid.NewGuid().ToString("N");
    private readonly HttpClient _http = new() { BaseAddress = sidecars.HttpEndpoint };
    private readonly DaprClient _dapr = new DaprClientBuilder().UseGrpcEndpoint(sidecars.GrpcEndpoint).Build();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _dapr.Dispose();
    }

    [Fact]
    public async Task A_delete_in_a_transaction_of_the_client_deletes()
    {
        await _dapr.SaveStateAsync(Store, _key, "there", cancellationToken: Cancelled);

        await _dapr.ExecuteStateTransactionAsync(
            Store, [new StateTransactionRequest(_key, null, StateOperationType.Delete)], cancellationToken: Cancelled);

        await ExpectGoneAsync(_key);
    }

    [Fact]
    public async Task A_bulk_delete_of_the_client_deletes()
    {
        await _dapr.SaveBulkStateAsync(Store, [
            new SaveStateItem<string>($"{_key}1", "a", null!), new SaveStateItem<string>($"{_key}2", "b", null!)], Cancelled);
        var etag = (await _dapr.GetStateAndETagAsync<string>(Store, $"{_key}2", cancellationToken: Cancelled)).etag;

        await _dapr.DeleteBulkStateAsync(Store, [new BulkDeleteStateItem($"{_key}1", null!), new BulkDeleteStateItem($"{_key}2", etag)], Cancelled);

        await ExpectGoneAsync($"{_key}1");
        await ExpectGoneAsync($"{_key}2");
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_transaction_that_fails()
    {
        await _dapr.SaveStateAsync(Store, _key, 1, cancellationToken: Cancelled);

        var failure = await Assert.ThrowsAsync<Dapr.DaprException>(() => _dapr.ExecuteStateTransactionAsync(Store, [
            new StateTransactionRequest($"{_key}2", "2"u8.ToArray(), StateOperationType.Upsert),
            new StateTransactionRequest(_key, "5"u8.ToArray(), StateOperationType.Upsert, etag: "77")], cancellationToken: Cancelled));

        Assert.Equal(StatusCode.Internal, Assert.IsType<RpcException>(failure.InnerException).StatusCode);
        await ExpectGoneAsync($"{_key}2");
    }

    [Fact]
    public async Task A_wrong_etag_is_ABORTED()
    {
        await _dapr.SaveStateAsync(Store, _key, 1, cancellationToken: Cancelled);

        var failure = await Assert.ThrowsAsync<Dapr.DaprException>(
            () => _dapr.SaveBulkStateAsync(Store, [new SaveStateItem<int>(_key, 2, "99")], Cancelled));

        Assert.Equal(StatusCode.Aborted, Assert.IsType<RpcException>(failure.InnerException).StatusCode);
    }

    [Fact]
    public async Task The_first_of_two_first_writes_succeeds()
    {
        var first = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite };
        await _dapr.SaveStateAsync(Store, _key, "first", first, cancellationToken: Cancelled);

        await Assert.ThrowsAsync<Dapr.DaprException>(() => _dapr.SaveStateAsync(Store, _key, "second", first, cancellationToken: Cancelled));

        Assert.Equal("first", await _dapr.GetStateAsync<string>(Store, _key, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_bulk_read_returns_items_as_daprd_does_in_the_order_of_the_keys()
    {
        await _dapr.SaveStateAsync(Store, _key, "text", cancellationToken: Cancelled);

        using var answer = await PostAsync($"{Store}/bulk", $$"""{"keys":["{{_key}}-missing","{{_key}}"]}""");

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        var items = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal($$"""{"key":"{{_key}}-missing"}""", items[0].GetRawText());
        Assert.Equal(["key", "data", "etag"], items[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal(2, items.GetArrayLength());
    }

    [Fact]
    public async Task An_unknown_store_is_an_error_worded_as_by_daprd()
    {
        using var answer = await PostAsync("nope", """[{"key":"a","value":2}]""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        var appId = JsonDocument.Parse(await _http.GetStringAsync("/v1.0/metadata", Cancelled)).RootElement.GetProperty("id").GetString();
        Assert.Equal(
            """{"errorCode":"ERR_STATE_STORE_NOT_FOUND","message":"state store nope is not found","details":["""
            + $$$"""{"@type":"type.googleapis.com/google.rpc.ErrorInfo","domain":"dapr.io","metadata":{"appID":"{{{appId}}}"},"""
            + """
            "reason":"DAPR_STATE_NOT_FOUND"}]}
            """,
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("", "[{\"key\":1,\"value\":2}]")]
    [InlineData("", "[{\"key\":\"a\",\"value\":2,\"options\":{\"concurrency\":1}}]")]
    [InlineData("", "[1]")]
    [InlineData("", "7")]
    [InlineData("/bulk", "{\"keys\":[1]}")]
    [InlineData("/bulk", "{\"keys\":7}")]
    [InlineData("/transaction", "{\"operations\":[1]}")]
    [InlineData("/transaction", "{\"operations\":[{\"operation\":1}]}")]
    [InlineData("/transaction", "{\"operations\":[{\"operation\":\"upsert\"}]}")]
    [InlineData("/transaction", "[]")]
    public async Task A_body_of_another_form_is_malformed(string path, string body)
    {
        using var answer = await PostAsync(Store + path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            "ERR_MALFORMED_REQUEST",
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("errorCode").GetString());
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync($"/v1.0/state/{path}", content, Cancelled);
    }

    private async Task ExpectGoneAsync(string key)
    {
        using var answer = await _http.GetAsync($"/v1.0/state/{Store}/{key}", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}

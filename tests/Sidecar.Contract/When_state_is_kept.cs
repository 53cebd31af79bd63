using System.Net;
using System.Text;
using System.Text.Json;
using Dapr.Client;

namespace Sidecar.Contract.Tests;

public sealed class When_state_is_kept(SidecarsFixture sidecars) : IDisposable
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
    public async Task The_client_reads_what_it_saved_until_it_deletes_it()
    {
        await _dapr.SaveStateAsync(Store, _key, new { n = 1 }, cancellationToken: Cancelled);
        Assert.Equal(1, (await _dapr.GetStateAsync<JsonElement>(Store, _key, cancellationToken: Cancelled)).GetProperty("n").GetInt32());

        await _dapr.DeleteStateAsync(Store, _key, cancellationToken: Cancelled);

        Assert.Null(await _dapr.GetStateAsync<string?>(Store, _key, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task The_client_saves_only_with_the_etag_that_it_read()
    {
        await _dapr.SaveStateAsync(Store, _key, "a", cancellationToken: Cancelled);
        var (_, etag) = await _dapr.GetStateAndETagAsync<string>(Store, _key, cancellationToken: Cancelled);

        Assert.True(await _dapr.TrySaveStateAsync(Store, _key, "b", etag, cancellationToken: Cancelled));
        Assert.False(await _dapr.TrySaveStateAsync(Store, _key, "c", etag, cancellationToken: Cancelled));
        Assert.False(await _dapr.TryDeleteStateAsync(Store, _key, etag, cancellationToken: Cancelled));
        Assert.Equal("b", await _dapr.GetStateAsync<string>(Store, _key, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task The_client_reads_in_bulk_and_runs_transactions()
    {
        await _dapr.ExecuteStateTransactionAsync(Store, [
            new StateTransactionRequest($"{_key}1", "1"u8.ToArray(), StateOperationType.Upsert),
            new StateTransactionRequest($"{_key}2", "2"u8.ToArray(), StateOperationType.Upsert)], cancellationToken: Cancelled);

        var items = await _dapr.GetBulkStateAsync<int?>(Store, [$"{_key}1", $"{_key}2"], parallelism: null, cancellationToken: Cancelled);

        Assert.Equal([1, 2], items.OrderBy(item => item.Key).Select(item => item.Value!.Value));
    }

    [Fact]
    public async Task Over_HTTP_an_item_has_its_etag_and_a_missing_one_is_204()
    {
        await SaveAsync($$$"""[{"key":"{{{_key}}}","value":{"n":1}}]""", HttpStatusCode.NoContent);

        using var found = await _http.GetAsync($"/v1.0/state/{Store}/{_key}", Cancelled);
        using var missing = await _http.GetAsync($"/v1.0/state/{Store}/{_key}-missing", Cancelled);

        Assert.Equal("""{"n":1}""", await found.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("application/json", found.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(found.Headers.NonValidated["ETag"].ToString());
        Assert.Equal(HttpStatusCode.NoContent, missing.StatusCode);
    }

    [Fact]
    public async Task Over_HTTP_errors_have_daprds_status_and_code()
    {
        await SaveAsync($$$"""[{"key":"{{{_key}}}","value":1}]""", HttpStatusCode.NoContent);

        await SaveAsync($$$"""[{"key":"{{{_key}}}","value":2,"etag":"99"}]""", HttpStatusCode.Conflict, "ERR_STATE_SAVE");
        await SaveAsync(
            $$$"""[{"key":"{{{_key}}}","value":2,"options":{"concurrency":"first-write"}}]""", HttpStatusCode.InternalServerError, "ERR_STATE_SAVE");
        await SaveAsync("{bad", HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST");
        await SaveAsync("""[{"key":"a","value":2}]""", HttpStatusCode.BadRequest, "ERR_STATE_STORE_NOT_FOUND", "nope");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"/v1.0/state/{Store}/{_key}");
        delete.Headers.TryAddWithoutValidation("If-Match", "44");
        await ExpectAsync(await _http.SendAsync(delete, Cancelled), HttpStatusCode.Conflict, "ERR_STATE_DELETE");
    }

    [Fact]
    public async Task Over_HTTP_a_transaction_writes_and_deletes()
    {
        await SaveAsync($$$"""[{"key":"{{{_key}}}b","value":1}]""", HttpStatusCode.NoContent);
        using var operations = Json(
            $$$"""
            {"operations":[{"operation":"upsert","request":{"key":"{{{_key}}}a","value":"text"}},
             {"operation":"delete","request":{"key":"{{{_key}}}b"}}]}
            """);

        await ExpectAsync(await _http.PostAsync($"/v1.0/state/{Store}/transaction", operations, Cancelled), HttpStatusCode.NoContent);

        using var keys = Json($$$"""{"keys":["{{{_key}}}a","{{{_key}}}b"]}""");
        using var bulk = await _http.PostAsync($"/v1.0/state/{Store}/bulk", keys, Cancelled);
        var items = JsonDocument.Parse(await bulk.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal("text", items[0].GetProperty("data").GetString());
        Assert.False(items[1].TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_wrong_etag_fails_the_transaction()
    {
        await SaveAsync($$$"""[{"key":"{{{_key}}}","value":1}]""", HttpStatusCode.NoContent);
        using var operations = Json($$$"""{"operations":[{"operation":"upsert","request":{"key":"{{{_key}}}","value":5,"etag":"77"}}]}""");

        await ExpectAsync(
            await _http.PostAsync($"/v1.0/state/{Store}/transaction", operations, Cancelled),
            HttpStatusCode.InternalServerError,
            "ERR_STATE_TRANSACTION");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task SaveAsync(string body, HttpStatusCode status, string? code = null, string store = Store)
    {
        using var content = Json(body);
        await ExpectAsync(await _http.PostAsync($"/v1.0/state/{store}", content, Cancelled), status, code);
    }

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string? code = null)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            if (code is not null)
                Assert.Equal(
                    code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("errorCode").GetString());
        }
    }
}

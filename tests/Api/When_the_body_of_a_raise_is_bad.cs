using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Api.Tests.Fixtures;

namespace Api.Tests;

public sealed class When_the_body_of_a_raise_is_bad(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Theory]
    [InlineData("", "invalid-body", "body")]
    [InlineData("amount=12", "invalid-body", "body")]
    [InlineData("{", "invalid-body", "body")]
    [InlineData("null", "invalid-body", "body")]
    [InlineData("[12]", "invalid-body", "body")]
    [InlineData("12", "invalid-body", "body")]
    [InlineData("{amount:12}", "invalid-body", "body")]
    [InlineData("{'amount':12}", "invalid-body", "body")]
    [InlineData("""{"amount":12}{"amount":13}""", "invalid-body", "body")]
    [InlineData("""{"amount":12,}""", "invalid-body", "body")]
    [InlineData("""{"amount":12}/* or so */""", "invalid-body", "body")]
    [InlineData("{}", "invalid-amount", "amount")]
    [InlineData("""{"amount":null}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":"12"}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":true}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":{}}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":[12]}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":-12}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":0}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":-0}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":12.00001}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":1e-27}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":12.0000000000000000000000000000000001}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":NaN}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":"NaN"}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":Infinity}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":012}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":0x12}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":1e30}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":1000000000000000000000000000000}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":1e999999999}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":9999999999999}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":12,"amount":13}""", "invalid-amount", "amount")]
    [InlineData("""{"amount":12,"note":"please"}""", "invalid-body", "note")]
    [InlineData("""{"Amount":12}""", "invalid-body", "Amount")]
    [InlineData("""{"maximum":"100"}""", "invalid-maximum", "maximum")]
    [InlineData("""{"amount":12,"maximum":100}""", "invalid-maximum", "maximum")]
    public async Task The_field_is_named_and_no_worker_is_asked(string body, string type, string field)
    {
        using var bob = api.As("bob", "bidder");
        using var answer = await bob.PostAsync("/auctions/a1/raises", Answers.Json(body), TestContext.Current.CancellationToken);

        await answer.NamesFieldsAsync(type, field);
        Assert.Empty(api.Dispatcher.Commands);
    }

    [Fact]
    public async Task The_answer_repeats_an_unknown_name_only_in_part()
    {
        using var bob = api.As("bob", "bidder");
        var name = new string('x', 5000);
        using var answer = await bob.PostAsync(
            "/auctions/a1/raises", Answers.Json($$"""{"{{name}}":1}"""), TestContext.Current.CancellationToken);

        var problem = await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalid-body");
        Assert.InRange(problem.ToString().Length, 1, 1000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_gets_413(bool isChunked)
    {
        using var bob = api.As("bob", "bidder");
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"amount":12{{new string(' ', 16 * 1024)}}}"""));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auctions/a1/raises") { Content = body };
        request.Headers.TransferEncodingChunked = isChunked;
        using var answer = await bob.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_body_that_is_not_declared_as_JSON_gets_415(string? contentType)
    {
        using var bob = api.As("bob", "bidder");
        using var body = new ByteArrayContent("""{"amount":12}"""u8.ToArray());
        body.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        using var answer = await bob.PostAsync("/auctions/a1/raises", body, TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }
}

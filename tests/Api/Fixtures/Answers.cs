using System.Net;
using System.Text;
using System.Text.Json;

namespace Api.Tests.Fixtures;

/// <summary>Reads and checks answers.</summary>
public static class Answers
{
    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Asserts that the answer is this problem and has the form of every problem.</summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()));
        return problem;
    }

    /// <summary>Asserts that the answer is a 400 that names exactly these fields.</summary>
    public static async Task NamesFieldsAsync(this HttpResponseMessage answer, string type, params string[] fields)
    {
        var problem = await answer.IsProblemAsync(HttpStatusCode.BadRequest, type);
        var errors = problem.GetProperty("errors").EnumerateObject().ToArray();
        Assert.Equal(fields, errors.Select(error => error.Name));
        Assert.All(errors, error => Assert.NotEmpty(error.Value.EnumerateArray()));
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);
    }
}

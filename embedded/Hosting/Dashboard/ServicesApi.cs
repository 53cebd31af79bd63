using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Hosting.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Hosting.Dashboard;

// Services as a human names them. A change takes a while: it is answered 202 with its address, where its steps and its
// end can be read (docs/decisions/0007).
internal static class ServicesApi
{
    public const double StandardHealthySeconds = 60;
    private const double MostHealthySeconds = 600;

    // A misspelt `rolling` must not restart everything at once.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static void Map(IEndpointRouteBuilder routes, ServiceSet services)
    {
        var api = routes.MapGroup("/api/services");
        api.MapGet("", () => services.All.Select(ServiceView.Of));
        api.MapGet("/{name}", (string name) => For(name, services, service => Json(ServiceView.Of(service))));
        api.MapGet("/{name}/changes/{id}", (string name, string id) => For(name, services, service => Change(service, id)));
        api.MapPost("/{name}/restart", (string name, HttpRequest request) => ForAsync<RestartServiceRequest>(name, services, request, Restart));
        api.MapPost("/{name}/scale", (string name, HttpRequest request) => ForAsync<ScaleServiceRequest>(name, services, request, Scale));
    }

    private static IResult For(string name, ServiceSet services, Func<ServiceRun, IResult> answer) =>
        services.Find(name) is { } service
            ? answer(service)
            : Refused(404, $"There is no service {name}; there are {string.Join(", ", services.All.Select(known => known.Name))}.");

    private static async Task<IResult> ForAsync<TRequest>(string name, ServiceSet services, HttpRequest request, Func<ServiceRun, TRequest, IResult> change)
        where TRequest : class
    {
        try
        {
            var wanted = await request.ReadFromJsonAsync<TRequest>(Strict, request.HttpContext.RequestAborted);
            return wanted is null ? Refused(400, "The body is null.") : For(name, services, service => change(service, wanted));
        }
        catch (JsonException malformed)
        {
            return Refused(400, $"The body can't be read at {malformed.Path ?? "$"}: {malformed.Message}");
        }
    }

    private static IResult Restart(ServiceRun service, RestartServiceRequest wanted)
    {
        if (Patience(wanted.HealthySeconds) is not { } patience)
            return BadPatience();
        if (service.Replicas == 0)
            return Refused(409, $"{service.Name} is stopped; start it, or scale it.");
        var restart = new ServiceRestart(service, patience);
        return wanted.Rolling ? Begin(service, "rolling restart", restart.RollingAsync) : Begin(service, "restart", restart.AtOnceAsync);
    }

    private static IResult Scale(ServiceRun service, ScaleServiceRequest wanted)
    {
        if (wanted.Replicas is not (>= 1 and <= ResourceRun.MostReplicas))
            return Refused(400, $"replicas: 1 to {ResourceRun.MostReplicas}.");
        if (Patience(wanted.HealthySeconds) is not { } patience)
            return BadPatience();
        if (wanted.Replicas > service.Members.Length && service.WhyNoMore is { } why)
            return Refused(409, $"{service.Name} can't have more than {service.Members.Length} replicas. {why}");
        return Begin(service, "scale", new ServiceScaling(service, wanted.Replicas.Value, patience).RunAsync);
    }

    private static IResult Begin(ServiceRun service, string kind, Func<ServiceChange, CancellationToken, Task<string?>> change) =>
        service.TryBegin(kind, change) is { } begun
            ? Results.Accepted($"/api/services/{service.Name}/changes/{begun.Id}", ChangeView.Of(begun))
            : Refused(409, $"Another change of {service.Name} is under way ({service.Changes[^1].Kind}); send this one when it has ended.");

    private static IResult Change(ServiceRun service, string id) =>
        service.Changes.FirstOrDefault(change => change.Id == id) is { } found
            ? Json(ChangeView.Of(found))
            : Refused(404, $"{service.Name} has no change {id}; the last {service.Changes.Length} are kept.");

    private static TimeSpan? Patience(double seconds) => seconds is > 0 and <= MostHealthySeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static IResult BadPatience() => Refused(400, $"healthySeconds: more than 0, at most {MostHealthySeconds}.");

    private static IResult Json<T>(T view) => Results.Json(view, JsonSerializerOptions.Web);

    private static IResult Refused(int status, string why) => Results.Problem(statusCode: status, title: why);
}

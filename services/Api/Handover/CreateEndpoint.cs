using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Bus;

namespace Auctions.Api.Handover;

/// <summary>
/// What the endpoints share with which a seller creates an auction or a session: they check the body, have a worker
/// create the resource under a new id, and answer with its view.
/// </summary>
internal static class CreateEndpoint
{
    /// <summary>Sets the role, the rate limit and the answers of such an endpoint.</summary>
    public static RouteHandlerBuilder Creates<TView>(this RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(Roles.Seller)
        .RequireRateLimiting(RateLimits.Commands)
        .Produces<TView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
        .ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);

    /// <summary>Creates the resource.</summary>
    /// <param name="kind">The kind of resource, for example <c>auction</c>; its address is then <c>/auctions/{id}</c>.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="check">Finds the problems with the body that need no worker.</param>
    /// <param name="command">Makes the command from the body, the resource's id and the command's id.</param>
    /// <param name="find">Reads the view.</param>
    /// <param name="bus">Sends the command.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">A worker created the resource, but the store does not have it.</exception>
    public static async Task<IResult> HandleAsync<TBody, TCommand, TView>(
        string kind, JsonBody<TBody> body, Func<TBody, IReadOnlyList<FieldProblem>> check, Func<TBody, string, string, TCommand> command,
        Func<string, CancellationToken, ValueTask<TView?>> find, CommandBus bus, HttpContext context)
        where TBody : class
        where TCommand : class, ICommand<TCommand>
        where TView : class
    {
        if (IdempotencyKey.Read(context.Request, out var key) is { } badKey)
            return badKey;
        if (body.Problem is { } unreadable)
            return unreadable;
        if (check(body.Value!) is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var user = context.User.UserId();
        var id = NewIds.ForResource(kind, user, key);
        var commandId = NewIds.ForCommand(id, user, key);
        var outcome = await bus.SendAsync(command(body.Value!, id, commandId), context.RequestAborted);
        if (OutcomeAnswers.ProblemOf(outcome) is { } problem)
            return problem;
        if (outcome.Kind == OutcomeKind.Rejected)
            return Problems.Of(StatusCodes.Status409Conflict, outcome.Reason!, $"The {kind} was not created.");

        return await find(id, context.RequestAborted) is { } view
            ? TypedResults.Created($"/{kind}s/{id}", view)
            : throw new InvalidOperationException($"A worker created the {kind} {id}, but the store does not have it.");
    }
}

using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Bus;

namespace Auctions.Api.Handover;

/// <summary>How a seller makes something: the body is checked, a worker makes it under a new id, and the answer is its view.</summary>
internal static class Making
{
    /// <summary>Says who may and what is answered.</summary>
    public static RouteHandlerBuilder Makes<TView>(this RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(Roles.Seller)
        .RequireRateLimiting(RateLimits.Commands)
        .Produces<TView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
        .ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);

    /// <summary>Makes it.</summary>
    /// <param name="kind">What it is, for example <c>auction</c>; its address is <c>/auctions/{id}</c>.</param>
    /// <param name="body">What was sent.</param>
    /// <param name="check">What can't be right before anybody looks at the values.</param>
    /// <param name="command">The command, of the body, the new id and the command's.</param>
    /// <param name="find">Reads the view.</param>
    /// <param name="bus">The way to a worker.</param>
    /// <param name="context">The request.</param>
    public static async Task<IResult> AnswerAsync<TBody, TCommand, TView>(
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

        // Under one key it is one thing with one id, however often its maker has to ask for it.
        var user = context.User.UserId();
        var id = Unique.IdOf(kind, user, key);
        var commandId = Unique.CommandIdOf(id, user, key);
        var outcome = await bus.SendAsync(command(body.Value!, id, commandId), context.RequestAborted);
        if (OutcomeProblems.Of(outcome) is { } problem)
            return problem;
        if (outcome.Kind == OutcomeKind.Rejected)
            return Problems.Of(StatusCodes.Status409Conflict, outcome.Reason!, $"The {kind} was not made.");

        return await find(id, context.RequestAborted) is { } view
            ? TypedResults.Created($"/{kind}s/{id}", view)
            : throw new InvalidOperationException($"The {kind} {id} was made, but the store doesn't have it.");
    }
}

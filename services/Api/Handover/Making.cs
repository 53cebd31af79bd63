using System.Security.Cryptography;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Bus;

namespace Auctions.Api.Handover;

/// <summary>How a seller makes something: the body is checked, a worker makes it under a new id, and the answer is its view.</summary>
internal static class Making
{
    /// <summary>Short enough to read out, and 60 bits, so that no two are alike.</summary>
    private const int IdCharacters = 12;

    /// <summary>Says who may and what is answered.</summary>
    public static RouteHandlerBuilder Makes<TView>(this RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(Roles.Seller)
        .RequireRateLimiting(RateLimits.Commands)
        .Produces<TView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
        .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);

    /// <summary>Makes it.</summary>
    /// <param name="kind">What it is, for example <c>auction</c>; its address is <c>/auctions/{id}</c>.</param>
    /// <param name="body">What was sent.</param>
    /// <param name="check">What can't be right before anybody looks at the values.</param>
    /// <param name="command">The command, of the body and the new id.</param>
    /// <param name="find">Reads the view.</param>
    /// <param name="bus">The way to a worker.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<IResult> AnswerAsync<TBody, TCommand, TView>(
        string kind, JsonBody<TBody> body, Func<TBody, IReadOnlyList<FieldProblem>> check, Func<TBody, string, TCommand> command,
        Func<string, CancellationToken, ValueTask<TView?>> find, CommandBus bus, CancellationToken cancellation)
        where TBody : class
        where TCommand : class, ICommand<TCommand>
        where TView : class
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (check(body.Value!) is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var id = RandomNumberGenerator.GetString(Unique.Alphabet, IdCharacters);
        var outcome = await bus.SendAsync(command(body.Value!, id), cancellation);
        if (OutcomeProblems.Of(outcome) is { } problem)
            return problem;
        if (outcome.Kind == OutcomeKind.Rejected)
            return Problems.Of(StatusCodes.Status409Conflict, outcome.Reason!, $"The {kind} was not made.");

        return await find(id, cancellation) is { } view
            ? TypedResults.Created($"/{kind}s/{id}", view)
            : throw new InvalidOperationException($"The {kind} {id} was made, but the store doesn't have it.");
    }
}

using Auctions.Bus;
using Auctions.Views;

namespace Auctions.Worker.V1;

/// <summary>
/// How the outcome of a command travels. Worker and Api both compile this file, as they both compile auctions.proto, so that one
/// place has both directions.
/// </summary>
internal static class OutcomeMessages
{
    /// <summary>The reply that tells an outcome.</summary>
    public static DispatchReply ToReply(this Outcome outcome)
    {
        // The kinds have the same numbers in both enums.
        var reply = new DispatchReply { Kind = (DispatchReply.Types.Kind)outcome.Kind, Reason = outcome.Reason ?? "", Seq = outcome.Seq ?? 0 };
        foreach (var problem in outcome.Problems ?? [])
            reply.Problems.Add(new DispatchReply.Types.FieldProblem { Field = problem.Field, Problem = problem.Problem });
        return reply;
    }

    /// <summary>The outcome that a reply tells. A kind that this version doesn't know is a failure.</summary>
    public static Outcome ToOutcome(this DispatchReply reply) => reply.Kind switch
    {
        DispatchReply.Types.Kind.Succeeded => Outcome.Succeeded(reply.Seq == 0 ? null : reply.Seq),
        DispatchReply.Types.Kind.Pending => Outcome.Pending(),
        DispatchReply.Types.Kind.Rejected => Outcome.Rejected(reply.Reason),
        DispatchReply.Types.Kind.Invalid =>
            Outcome.Invalid([.. reply.Problems.Select(problem => new FieldProblem(problem.Field, problem.Problem))]),
        _ => Outcome.Failed(reply.Reason),
    };

    /// <summary>The reply that tells what became of a command; null stands for an unknown command.</summary>
    public static GetStatusReply ToReply(this CommandView? found) => found is null
        ? new GetStatusReply()
        : new GetStatusReply
        {
            Known = true,
            Status = found.Status,
            Reason = found.Reason ?? "",
            Seq = found.Seq ?? 0,
            User = found.User,
        };

    /// <summary>What became of a command; null where it is unknown.</summary>
    public static CommandView? ToView(this GetStatusReply reply, string commandId) => reply.Known
        ? new(commandId, reply.User, reply.Status, reply.Reason.Length == 0 ? null : reply.Reason, reply.Seq == 0 ? null : reply.Seq)
        : null;
}

namespace Auctions.Bus;

/// <summary>What came of a command. An expected failure is an outcome; only what nobody expects is an exception.</summary>
/// <param name="Kind">How the command ended.</param>
/// <param name="Reason">
/// For <see cref="OutcomeKind.Rejected"/> and <see cref="OutcomeKind.Failed"/>: a stable slug such as <c>too-low</c>;
/// otherwise null.
/// </param>
/// <param name="Seq">The sequence number of the event that records the effect, from 1; null where there is none.</param>
/// <param name="Problems">For <see cref="OutcomeKind.Invalid"/>: every field that is wrong; otherwise null.</param>
public sealed record Outcome(
    OutcomeKind Kind, string? Reason = null, long? Seq = null, IReadOnlyList<FieldProblem>? Problems = null)
{
    private static readonly Outcome SucceededWithoutSeq = new(OutcomeKind.Succeeded);
    private static readonly Outcome Accepted = new(OutcomeKind.Pending);

    /// <summary>Every handler has run.</summary>
    /// <param name="seq">The sequence number of the event that records the effect; null where there is none.</param>
    public static Outcome Succeeded(long? seq = null) => seq is null ? SucceededWithoutSeq : new(OutcomeKind.Succeeded, Seq: seq);

    /// <summary>A worker has accepted the command.</summary>
    public static Outcome Pending() => Accepted;

    /// <summary>The rules said no.</summary>
    /// <param name="reason">A stable slug.</param>
    public static Outcome Rejected(string reason) => new(OutcomeKind.Rejected, reason);

    /// <summary>At least one field is wrong.</summary>
    /// <param name="problems">Every field that is wrong.</param>
    public static Outcome Invalid(IReadOnlyList<FieldProblem> problems) => new(OutcomeKind.Invalid, Problems: problems);

    /// <summary>A handler could not do its work; the command may be sent again.</summary>
    /// <param name="reason">A stable slug.</param>
    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, reason);
}

/// <summary>How a command ended, as far as its sender can know.</summary>
public enum OutcomeKind
{
    /// <summary>Every handler has run.</summary>
    Succeeded,

    /// <summary>A worker has accepted the command; what comes of it is known later.</summary>
    Pending,

    /// <summary>The rules said no. Nothing is wrong with the system, and sending the command again changes nothing.</summary>
    Rejected,

    /// <summary>The command is wrong whatever the state is: a field is missing or out of range.</summary>
    Invalid,

    /// <summary>A handler could not do its work. Nothing was decided, and the same command may be sent again.</summary>
    Failed,
}

/// <summary>A field that is wrong, and why, in words for the person who sent it.</summary>
/// <param name="Field">The field's name as the sender wrote it, for example <c>amount</c>.</param>
/// <param name="Problem">What is wrong with it, for example <c>must be above 0</c>.</param>
public readonly record struct FieldProblem(string Field, string Problem);

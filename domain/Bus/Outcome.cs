namespace Auctions.Bus;

/// <summary>
/// What came of a command. An expected failure is a value of this type; an exception is a surprise.
/// </summary>
/// <remarks>
/// Every step returns one by value, so it is kept to two words: reason and problems exclude each other and share one,
/// kind and seq the other, where a seq of 0 stands for none.
/// </remarks>
public readonly record struct Outcome
{
    private const int KindBits = 3;
    private const long KindMask = (1 << KindBits) - 1;
    private readonly object? _detail;
    private readonly long _seqAndKind;

    /// <summary>How it ended.</summary>
    public OutcomeKind Kind
    {
        get => (OutcomeKind)(_seqAndKind & KindMask);
        init => _seqAndKind = (_seqAndKind & ~KindMask) | (long)value;
    }

    /// <summary>
    /// For <see cref="OutcomeKind.Rejected"/> and <see cref="OutcomeKind.Failed"/>: a stable slug such as
    /// <c>too-low</c>; otherwise null.
    /// </summary>
    public string? Reason
    {
        get => _detail as string;
        init => _detail = value ?? (object?)Problems;
    }

    /// <summary>The sequence number of the event that records the effect, from 1; null where there is none.</summary>
    public long? Seq
    {
        get => _seqAndKind >> KindBits is > 0 and var seq ? seq : null;
        init => _seqAndKind = ((value ?? 0) << KindBits) | (_seqAndKind & KindMask);
    }

    /// <summary>For <see cref="OutcomeKind.Invalid"/>: every field that is wrong; otherwise null.</summary>
    public IReadOnlyList<FieldProblem>? Problems
    {
        get => _detail as IReadOnlyList<FieldProblem>;
        init => _detail = value ?? (object?)Reason;
    }

    /// <summary>Every step was done.</summary>
    public static Outcome Succeeded(long? seq = null) => new() { Kind = OutcomeKind.Succeeded, Seq = seq };

    /// <summary>A worker has the command.</summary>
    public static Outcome Pending() => new() { Kind = OutcomeKind.Pending };

    /// <summary>The rules said no.</summary>
    /// <param name="reason">A stable slug.</param>
    public static Outcome Rejected(string reason) => new() { Kind = OutcomeKind.Rejected, Reason = reason };

    /// <summary>A field is wrong.</summary>
    public static Outcome Invalid(IReadOnlyList<FieldProblem> problems) =>
        new() { Kind = OutcomeKind.Invalid, Problems = problems };

    /// <summary>A step could not be done; the command may be sent again.</summary>
    /// <param name="reason">A stable slug.</param>
    public static Outcome Failed(string reason) => new() { Kind = OutcomeKind.Failed, Reason = reason };
}

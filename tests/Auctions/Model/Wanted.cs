using System.Globalization;
using Auctions.Store;

namespace Auctions.Tests.Model;

/// <summary>What somebody wants of an auction, with every figure in it: one line of a table of commands.</summary>
internal sealed record Wanted(DecisionKind Kind, string User, DateTimeOffset At)
{
    public string Command { get; init; } = "";

    /// <summary>Of a raise what is bid or up to what, of an increment the step.</summary>
    public decimal Limit { get; init; }

    public bool IsMaximum { get; init; }

    /// <summary>The seq of the bid to be voided.</summary>
    public long Bid { get; init; }

    public override string ToString()
    {
        var what = Kind switch
        {
            DecisionKind.Raise => $"{(IsMaximum ? "maximum" : "amount")} {Limit.ToString(CultureInfo.InvariantCulture)}",
            DecisionKind.Increment => $"step {Limit.ToString(CultureInfo.InvariantCulture)}",
            DecisionKind.Void => $"bid {Bid.ToString(CultureInfo.InvariantCulture)}",
            _ => "",
        };
        return $"{Command,-4} {(At - House.Noon).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),8} s  {User,-4} {Kind,-9} {what}";
    }
}

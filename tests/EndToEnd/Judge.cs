namespace EndToEnd.Tests;

/// <summary>
/// Decides the raises of an audit trail again, without the rules of the product, and compares the trail with the answers that
/// the bidders got.
/// </summary>
internal sealed class Judge(string auction, Lot lot, Trail trail, IReadOnlyList<Sent> sent)
{
    private readonly List<string> _broken = [];

    /// <summary>The raises that were decided after one that was received later. None of them was acknowledged by then.</summary>
    public int Overtaken { get; private set; }

    /// <summary>Whether late raises extended the auction.</summary>
    public bool IsExtended => trail.ClosesAt > lot.ClosesAt;

    /// <summary>Notes the outcome of every acknowledged raise.</summary>
    /// <returns>Every broken promise, in words.</returns>
    public IReadOnlyList<string> Check()
    {
        if (!trail.Verdict.GetProperty("verified").GetBoolean())
            _broken.Add($"{auction}: the trail is not verified: {trail.Verdict}");
        if (trail.Closings is not [var closing] || closing != trail.View.GetProperty("seq").GetInt64())
            _broken.Add($"{auction}: closed by the events {string.Join(", ", trail.Closings)} of {trail.View.GetProperty("seq")}");
        CheckAnswers();
        CheckOrder();
        DecideAgain();
        return _broken;
    }

    private void CheckAnswers()
    {
        var decisions = trail.Raises.ToLookup(raise => raise.Command, StringComparer.Ordinal);
        foreach (var one in sent.Where(one => one.Command is not null))
        {
            var found = decisions[one.Command!].ToList();
            if (found.Count != 1)
                _broken.Add($"{auction}: {one.Command} was acknowledged and has {found.Count} decisions");
            one.Outcome = found is [{ Reason: null }, ..] ? "raised" : found.Count > 0 ? "rejected" : "lost";
        }

        var byAmount = sent.ToDictionary(one => one.Amount);
        foreach (var raise in trail.Raises)
        {
            if (!byAmount.TryGetValue(raise.Amount, out var one))
                _broken.Add($"{auction}: nobody sent the raise {raise.Command} to {raise.Amount}");
            else if (one.Status == "503 not-accepted" || one.Status.StartsWith('4'))
                _broken.Add($"{auction}: {raise.Command} to {raise.Amount} was answered with {one.Status}, and is in the trail");
        }
    }

    // A raise has its place once it is acknowledged, so no raise that was sent after that is decided before it.
    private void CheckOrder()
    {
        var byAmount = sent.ToDictionary(one => one.Amount);
        var (latestReceipt, latestSent) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var raise in trail.Raises.Where(raise => byAmount.ContainsKey(raise.Amount)))
        {
            var one = byAmount[raise.Amount];
            // What is late is decided as it is accepted, and none of it matters to another.
            if (raise.At < latestReceipt && raise.At < trail.ClosesAt)
                Overtaken++;
            if (one.Command is not null && one.AnsweredAt < latestSent)
                _broken.Add($"{auction}: {raise.Command}, acknowledged at {one.AnsweredAt:O}, is decided after one sent at {latestSent:O}");
            latestReceipt = raise.At > latestReceipt ? raise.At : latestReceipt;
            latestSent = one.At > latestSent ? one.At : latestSent;
        }
    }

    private void DecideAgain()
    {
        var (leader, price, closesAt) = ((string?)null, Lot.StartingPrice - Lot.Step, lot.ClosesAt);
        foreach (var raise in trail.Raises)
        {
            var reason = raise.At >= closesAt ? "closed"
                : raise.User == leader ? "already-leading"
                : raise.Amount < price + Lot.Step ? "too-low"
                : null;
            if (reason != raise.Reason)
                _broken.Add($"{auction}: {raise} should be {reason ?? "a bid"}");
            if (raise.Reason == "closed" && raise.At < trail.ClosesAt)
                _broken.Add($"{auction}: {raise} was received before the end at {trail.ClosesAt:O}");
            if (reason is not null)
                continue;
            (leader, price) = (raise.User, raise.Amount);
            if (lot.IsSoft && raise.At >= closesAt - Lot.Window)
                closesAt = Earlier(raise.At + Lot.Window, lot.ClosesAt + Lot.MostExtension);
        }

        var winner = trail.View.TryGetProperty("winner", out var won) ? won.GetString() : null;
        if (winner != leader || (leader is not null && trail.View.GetProperty("price").GetDecimal() != price))
            _broken.Add($"{auction}: won by {winner} at {trail.View.GetProperty("price")}, and not by {leader} at {price}");
        if (trail.ClosesAt != closesAt)
            _broken.Add($"{auction}: closed at {trail.ClosesAt:O}, and not at {closesAt:O}");
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

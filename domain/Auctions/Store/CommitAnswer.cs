using Auctions.Bus;
using Auctions.Events;

namespace Auctions.Store;

/// <summary>What became of a command that was to change an auction.</summary>
/// <param name="Outcome">The outcome: the same for the same command, however often it is asked.</param>
/// <param name="Events">What happened by it, where it was committed just now; empty where it had been before.</param>
public readonly record struct CommitAnswer(Outcome Outcome, IReadOnlyList<ISequenced> Events);

namespace Auctions.Store;

/// <summary>What this process did for an auction and no commit notes yet.</summary>
/// <param name="Published">The seqs of the published events.</param>
/// <param name="Scheduled">The ids of the commands whose workflow is scheduled.</param>
internal sealed record DoneWork(IReadOnlyCollection<long> Published, IReadOnlyCollection<string> Scheduled);

using Auctions.Bus;

namespace Auctions.Sessions;

/// <summary>A seller creates a session and all its lots.</summary>
/// <param name="CommandId">The command's id; it begins with the session's id (<see cref="CommandIds"/>).</param>
/// <param name="Session">The id of the new session. The caller chooses it, so that a repeated command creates one session.</param>
/// <param name="Seller">The user id of the seller.</param>
/// <param name="Terms">The seller's terms.</param>
/// <param name="ReceivedAt">When the command was received.</param>
public sealed record OpenSessionCommand(
    string CommandId, string Session, string Seller, SessionTerms Terms, DateTimeOffset ReceivedAt)
    : ICommand<OpenSessionCommand>, ICreationCommand
{
    /// <summary>The most characters of a session's id. The ids of its lots are longer by a dash and up to three digits.</summary>
    public const int MostIdCharacters = AuctionIds.MostCharacters - 4;

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(CreateSession)];

    string IAuctionCommand.Sender => Seller;

    string IAuctionCommand.Fingerprint => Fingerprints.Of(new
    {
        Kind = "session",
        Session,
        User = Seller,
        Terms.Title,
        OpensAt = Terms.OpensAt?.ToUniversalTime(),
        Terms.Gap,
        Terms.Interval,
        Lots = Terms.Lots.Select(lot => new { Terms = lot.Terms.Plain(), lot.Duration }).ToArray(),
    });

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (AuctionIds.IsWellFormed(Session) && Session.Length <= MostIdCharacters)
            CommandFields.CheckId(problems, CommandId, Session);
        else
            problems.Add(new("session", $"must be 1 to {MostIdCharacters} letters, digits, - or _"));
        CommandFields.CheckUser(problems, Seller);
        SessionCheck.Check(problems, Session, Terms, ReceivedAt);
        return problems;
    }
}

using Auctions.Bus;

namespace Auctions.Sessions;

/// <summary>A seller wants a session: all its lots are made now.</summary>
/// <param name="CommandId">As <see cref="CommandIds"/> makes them; begins with the id of the session.</param>
/// <param name="Session">The id the session gets; the caller chooses it, so that doing it twice does it once.</param>
/// <param name="Seller">The user id of the seller.</param>
/// <param name="Terms">What the seller asks for.</param>
/// <param name="ReceivedAt">When Api received it.</param>
public sealed record OpenSessionCommand(
    string CommandId, string Session, string Seller, SessionTerms Terms, DateTimeOffset ReceivedAt)
    : ICommand<OpenSessionCommand>, ICreationCommand
{
    /// <summary>The most characters of a session's id: those of its lots are longer by a dash and three digits.</summary>
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

using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Lifecycle;

/// <summary>A seller wants an auction: created now, and open at once or at <see cref="AuctionTerms.OpensAt"/>.</summary>
/// <param name="CommandId">As <see cref="CommandIds"/> makes them.</param>
/// <param name="Auction">The id the auction gets; the caller chooses it, so that doing it twice does it once.</param>
/// <param name="Seller">The user id of the seller.</param>
/// <param name="Terms">What the seller asks for.</param>
/// <param name="ReceivedAt">When Api received it.</param>
public sealed record OpenAuctionCommand(
    string CommandId, string Auction, string Seller, AuctionTerms Terms, DateTimeOffset ReceivedAt)
    : ICommand<OpenAuctionCommand>, ICreationCommand
{
    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(CreateAuction)];

    string IAuctionCommand.Sender => Seller;

    string IAuctionCommand.Fingerprint => Fingerprints.Of(new { Kind = "open", Auction, User = Seller, Terms = Terms.Plain() });

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (AuctionIds.IsWellFormed(Auction))
            CommandFields.CheckId(problems, CommandId, Auction);
        else
            problems.Add(new("auction", $"must be 1 to {AuctionIds.MostCharacters} letters, digits, - or _"));
        CommandFields.CheckUser(problems, Seller);
        TermsCheck.Check(problems, Terms, ReceivedAt);
        return problems;
    }
}

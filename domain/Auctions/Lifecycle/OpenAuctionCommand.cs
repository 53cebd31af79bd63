using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Lifecycle;

/// <summary>A seller creates an auction, which opens at once or at <see cref="AuctionTerms.OpensAt"/>.</summary>
/// <param name="CommandId">The command's id; it begins with the auction's id (<see cref="CommandIds"/>).</param>
/// <param name="Auction">The id of the new auction. The caller chooses it, so that a repeated command creates one auction.</param>
/// <param name="Seller">The user id of the seller.</param>
/// <param name="Terms">The seller's terms.</param>
/// <param name="ReceivedAt">When the command was received.</param>
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

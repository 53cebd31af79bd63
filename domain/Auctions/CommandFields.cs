using Auctions.Bus;

namespace Auctions;

/// <summary>Checks the fields that every command has.</summary>
internal static class CommandFields
{
    private const int MostUserCharacters = 200;

    public static void CheckId(List<FieldProblem> problems, string? commandId, string auction)
    {
        if (string.IsNullOrEmpty(commandId))
            problems.Add(new("command", "is required"));
        else if (CommandIds.AuctionOf(commandId) != auction)
            problems.Add(new(
                "command", $"must be the auction's id, a dot, and letters, digits or -; at most {CommandIds.MostCharacters} characters"));
    }

    public static void CheckUser(List<FieldProblem> problems, string? user)
    {
        if (user is not { Length: > 0 and <= MostUserCharacters })
            problems.Add(new("user", $"must have 1 to {MostUserCharacters} characters"));
    }
}

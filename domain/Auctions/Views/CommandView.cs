namespace Auctions.Views;

/// <summary>The outcome of a command, as the contract shows it.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="User">The user id of the sender, which is not part of the answer.</param>
/// <param name="Status"><c>pending</c>, <c>raised</c>, <c>rejected</c> or <c>failed</c>; <c>done</c> for any other command that succeeded.</param>
/// <param name="Reason">The reason, for <c>rejected</c> and <c>failed</c>.</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
public sealed record CommandView(
    string Command, [property: System.Text.Json.Serialization.JsonIgnore] string User, string Status, string? Reason, long? Seq)
{
    /// <summary>The status of a command that is accepted and not decided yet.</summary>
    public const string Pending = "pending";

    /// <summary>The status of a command that succeeded.</summary>
    public static string Succeeded(bool isRaise) => isRaise ? "raised" : "done";
}

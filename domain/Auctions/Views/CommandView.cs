namespace Auctions.Views;

/// <summary>What became of a command.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="User">Whose command it was; not shown.</param>
/// <param name="Status"><c>pending</c>, <c>raised</c>, <c>rejected</c> or <c>failed</c>; <c>done</c> for any other command that succeeded.</param>
/// <param name="Reason">Why, for <c>rejected</c> and <c>failed</c>.</param>
/// <param name="Seq">The seq of its event, for <c>raised</c>.</param>
public sealed record CommandView(
    string Command, [property: System.Text.Json.Serialization.JsonIgnore] string User, string Status, string? Reason, long? Seq)
{
    /// <summary>The status of a command that succeeded.</summary>
    public static string Succeeded(bool isRaise) => isRaise ? "raised" : "done";
}

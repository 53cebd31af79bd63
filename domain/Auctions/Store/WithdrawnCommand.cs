using System.Text.Json.Serialization;

namespace Auctions.Store;

/// <summary>A command that was withdrawn before it was accepted.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Until">The copies that were received by then are withdrawn. A later copy is the command sent again.</param>
public sealed record WithdrawnCommand(
    [property: JsonPropertyName("c")] string Command,
    [property: JsonPropertyName("t")] DateTimeOffset Until);

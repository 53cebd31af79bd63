namespace Auctions.Images;

/// <summary>The input of this program is wrong.</summary>
/// <param name="message">Names the flag, file or entry, and what is wrong with it.</param>
internal sealed class BadInputException(string message) : Exception(message);

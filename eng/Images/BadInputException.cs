namespace Auctions.Images;

/// <summary>Something this program was given can't be used.</summary>
/// <param name="message">Names the flag, file or entry and says what is wrong with it.</param>
public sealed class BadInputException(string message) : Exception(message);

namespace Auctions.Pusher.Live;

/// <summary>
/// What takes one place in a connection's queue: a frame, or the whole run of missed events of a client that comes back,
/// which would otherwise fill the queue by itself.
/// </summary>
/// <param name="Frame">The one frame; null where there are many.</param>
/// <param name="Frames">The many, in their order.</param>
internal readonly record struct Outgoing(byte[]? Frame, byte[][]? Frames);

namespace Auctions.Store;

/// <summary>What became of a user who was to be a participant.</summary>
internal enum ParticipantAnswer
{
    /// <summary>There is no such auction.</summary>
    UnknownAuction,

    /// <summary>The user is one, now or before.</summary>
    Participant,

    /// <summary>The raise is none that makes a participant.</summary>
    NoParticipant,
}

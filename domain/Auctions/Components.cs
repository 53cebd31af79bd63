namespace Auctions;

/// <summary>The names of the Dapr components and topics, as the files under components/ have them.</summary>
public static class Components
{
    /// <summary>The state store that holds the auctions; shared by the apps (<c>keyPrefix: name</c>).</summary>
    public const string StateStore = "statestore";

    /// <summary>The pub/sub whose consumers of one app-id compete: commands.</summary>
    public const string PubSub = "pubsub";

    /// <summary>The pub/sub that brings every message to every instance: events.</summary>
    public const string Events = "events";

    /// <summary>The topic of commands on <see cref="PubSub"/>.</summary>
    public const string CommandsTopic = "auction-commands";

    /// <summary>The topic on <see cref="PubSub"/> of what could not be carried out.</summary>
    public const string DeadLetterTopic = "auction-commands-dead";

    /// <summary>The topic of an auction's events on <see cref="Events"/>.</summary>
    public const string EventsTopic = "auction-events";
}

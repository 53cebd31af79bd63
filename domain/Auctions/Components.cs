namespace Auctions;

/// <summary>The names of the Dapr components, as in the files under components/, and of the topics.</summary>
public static class Components
{
    /// <summary>The state store that holds the auctions; shared by the apps (<c>keyPrefix: name</c>).</summary>
    public const string StateStore = "statestore";

    /// <summary>The pub/sub of commands: the instances of one app-id compete for its messages.</summary>
    public const string PubSub = "pubsub";

    /// <summary>The pub/sub of events: every instance gets every message.</summary>
    public const string Events = "events";

    /// <summary>The topic of commands on <see cref="PubSub"/>.</summary>
    public const string CommandsTopic = "auction-commands";

    /// <summary>The topic on <see cref="PubSub"/> of commands and messages that could not be carried out.</summary>
    public const string DeadLetterTopic = "auction-commands-dead";

    /// <summary>The topic of events on <see cref="Events"/>.</summary>
    public const string EventsTopic = "auction-events";
}

using System.Collections.Concurrent;
using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>The topics of the hub. A topic is read from the file at its first use.</summary>
internal sealed class TopicDirectory(Database database, GroupCommit commits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Topic>> _topics = new(StringComparer.Ordinal);

    public static string KeyOf(string pubSub, string topic) => $"{pubSub}/{topic}";

    public Topic Get(string pubSub, string topic) =>
        _topics.GetOrAdd(KeyOf(pubSub, topic), _ => new Lazy<Topic>(() => new Topic(pubSub, topic, database, commits, time))).Value;

    public void Append(long id, TopicMessage message) => Get(message.PubSub, message.Topic).Append(id, message);

    public Task PublishAsync(IReadOnlyList<TopicMessage> messages)
    {
        // Reads the topics here, so that the writer's thread doesn't have to.
        foreach (var message in messages)
            _ = Get(message.PubSub, message.Topic);
        return commits.RunAsync(new PublishWork(messages, this, time));
    }

    /// <summary>For each topic, the message up to which every group has settled.</summary>
    public IReadOnlyList<(string Key, long Through)> Settled() =>
        [.. _topics.Values.Where(topic => topic.IsValueCreated).Select(topic => (topic.Value.Key, topic.Value.SettledThrough()))];
}

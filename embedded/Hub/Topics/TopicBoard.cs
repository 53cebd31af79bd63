using System.Collections.Concurrent;
using Embedded.Hub.Storage;

namespace Embedded.Hub.Topics;

/// <summary>The topics of the hub, each read from the file when it is first used.</summary>
internal sealed class TopicBoard(Database database, GroupCommit commits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Topic>> _topics = new(StringComparer.Ordinal);

    public static string KeyOf(string pubSub, string topic) => $"{pubSub}/{topic}";

    public Topic Of(string pubSub, string topic) =>
        _topics.GetOrAdd(KeyOf(pubSub, topic), _ => new Lazy<Topic>(() => new Topic(pubSub, topic, database, commits, time))).Value;

    public void Append(long id, TopicMessage message) => Of(message.PubSub, message.Topic).Append(id, message);

    public Task PublishAsync(IReadOnlyList<TopicMessage> messages)
    {
        // Reads the topics here, so that the writer's thread finds them read.
        foreach (var message in messages)
            _ = Of(message.PubSub, message.Topic);
        return commits.RunAsync(new PublishWork(messages, this, time));
    }

    /// <summary>What may go: settled by every group, topic by topic.</summary>
    public IReadOnlyList<(string Key, long Through)> Settled() =>
        [.. _topics.Values.Where(topic => topic.IsValueCreated).Select(topic => (topic.Value.Key, topic.Value.SettledThrough()))];
}

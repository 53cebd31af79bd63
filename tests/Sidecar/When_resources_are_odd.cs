using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;

namespace Sidecar.Tests;

public sealed class When_resources_are_odd : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("99999999999999h")]
    [InlineData("9223372036854775807")]
    public void A_duration_that_is_too_long_is_refused(string text) => Assert.Null(GoDuration.TryParse(text));

    [Theory]
    [InlineData("deadLetterTopic: \"\"")]
    [InlineData("deadLetterTopic:")]
    public void An_empty_dead_letter_topic_means_no_dead_letter_topic(string line)
    {
        Write($"""
            kind: Subscription
            spec:
              pubsubname: pubsub
              topic: orders
              routes:
                default: orders
              {line}
            """);

        var subscription = Assert.Single(ResourceLoader.Load([_folder], [], "worker").Subscriptions);

        Assert.Equal(("/orders", null), (subscription.Route, subscription.DeadLetterTopic));
    }

    [Theory]
    [InlineData("kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.sqlite\nscopes: worker\n", "scopes must be a list")]
    [InlineData("kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.sqlite\n  metadata: keyPrefix\n", "spec.metadata must be a list")]
    [InlineData("kind: Component\nmetadata: s\nspec:\n  type: state.sqlite\n", "metadata must be a mapping")]
    [InlineData(
        "kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.sqlite\n---\n"
        + "kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.sqlite\n",
        "metadata.name 's' is the name of another component too")]
    [InlineData(
        "kind: Configuration\nmetadata:\n  name: c\nspec:\n  tracing:\n    samplingRate: often\n", "spec.tracing.samplingRate 'often' is no number")]
    [InlineData(
        "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        maxRetries: few\n",
        "spec.policies.retries.r.maxRetries 'few' is no whole number")]
    [InlineData(
        "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        policy: random\n",
        "spec.policies.retries.r.policy 'random' is not known")]
    [InlineData(
        "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        duration: 99999999999999h\n",
        "spec.policies.retries.r.duration '99999999999999h' is no duration")]
    [InlineData(
        "kind: Resiliency\nspec:\n  policies:\n    retries:\n      r:\n        matching:\n          httpStatusCodes: 5xx\n",
        "spec.policies.retries.r.matching.httpStatusCodes '5xx' is no list")]
    [InlineData("- kind\n", "the document must be a mapping")]
    public void The_error_names_file_and_field(string yaml, string complaint)
    {
        Write(yaml);

        var failure = Assert.Throws<ResourceException>(() => ResourceLoader.Load([_folder], [], "worker"));

        Assert.StartsWith(Path.Combine(_folder, "resources.yaml"), failure.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, failure.Message, StringComparison.Ordinal);
    }

    private void Write(string yaml) => File.WriteAllText(Path.Combine(_folder, "resources.yaml"), yaml);
}

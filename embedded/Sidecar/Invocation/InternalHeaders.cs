namespace Embedded.Sidecar.Invocation;

/// <summary>What sidecars say to each other, and to nobody else.</summary>
internal static class InternalHeaders
{
    /// <summary>On an answer: the app never had the request, and why.</summary>
    public const string Unreachable = "embedded-unreachable";

    /// <summary>On a request: the id of the instance that is meant, by which its sidecar knows another one.</summary>
    public const string Instance = "embedded-instance";
}

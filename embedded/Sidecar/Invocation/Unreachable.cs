namespace Embedded.Sidecar.Invocation;

/// <summary>How the callee's sidecar tells the caller's that the app did not take the request.</summary>
internal static class Unreachable
{
    /// <summary>The header; the app never had the request.</summary>
    public const string Header = "embedded-unreachable";
}

using System.Diagnostics;

namespace Tests.Errors;

/// <summary>The spans of requests, which a process has only where somebody listens to them.</summary>
internal static class Requests
{
    /// <summary>Has a span for every request until the listener is disposed.</summary>
    public static ActivityListener Trace()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}

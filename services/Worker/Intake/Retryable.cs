using Auctions.Store;
using Dapr;
using Grpc.Core;

namespace Auctions.Worker.Intake;

/// <summary>Tells exceptions that go away by themselves from those that come again.</summary>
internal static class Retryable
{
    /// <summary>A short reason for the caller where another try is worth it; null where it is not.</summary>
    public static string? Reason(Exception failure) => failure switch
    {
        AuctionBusyException => "auction-busy",
        RpcException rpc => OfStatus(rpc.StatusCode),
        DaprException { InnerException: { } inner } => Reason(inner),
        HttpRequestException or IOException => "sidecar-unavailable",
        TimeoutException => "timeout",
        OperationCanceledException => "stopping",
        _ => null,
    };

    // These say that the request itself is wrong; the others that something was away, busy or in between.
    private static string? OfStatus(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.Unimplemented or StatusCode.OutOfRange
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.FailedPrecondition => null,
        StatusCode.DeadlineExceeded => "timeout",
        _ => "sidecar-unavailable",
    };
}

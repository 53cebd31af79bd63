using Auctions.Store;
using Dapr;
using Grpc.Core;

namespace Auctions.Worker.Intake;

/// <summary>Distinguishes failures that are temporary from failures that a retry would repeat.</summary>
internal static class Retryable
{
    /// <summary>A short reason for the caller; null where a retry would fail again.</summary>
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

    // The first group means that the request itself is wrong. The others mean that a process is away or busy.
    private static string? OfStatus(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.Unimplemented or StatusCode.OutOfRange
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.FailedPrecondition => null,
        StatusCode.DeadlineExceeded => "timeout",
        _ => "sidecar-unavailable",
    };
}

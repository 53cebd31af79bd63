using Grpc.Core;

namespace Embedded.Sidecar;

/// <summary>An error that the sidecar answers with, as daprd words it for HTTP and for gRPC.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The HTTP body's errorCode, for example <c>ERR_STATE_SAVE</c>.</param>
/// <param name="message">The message, for both.</param>
/// <param name="grpc">The gRPC status.</param>
/// <param name="reason">The error info's reason; null leaves the details out.</param>
internal sealed class DaprError(int status, string code, string message, StatusCode grpc, string? reason = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>The HTTP body's errorCode.</summary>
    public string Code => code;

    /// <summary>The gRPC status.</summary>
    public StatusCode Grpc => grpc;

    /// <summary>The error info's reason; null leaves the details out.</summary>
    public string? Reason => reason;

    /// <summary>A failure of the sidecar or of what it depends on.</summary>
    public static DaprError Internal(string code, string message, string? reason = null) =>
        new(StatusCodes.Status500InternalServerError, code, message, StatusCode.Internal, reason);

    /// <summary>A request with a wrong argument.</summary>
    public static DaprError InvalidArgument(string code, string message, string? reason = null) =>
        new(StatusCodes.Status400BadRequest, code, message, StatusCode.InvalidArgument, reason);

    /// <summary>A feature that this sidecar doesn't have.</summary>
    public static DaprError NotSupported(string what) =>
        new(StatusCodes.Status501NotImplemented, "ERR_NOT_SUPPORTED", $"{what} is not supported by the embedded sidecar", StatusCode.Unimplemented);

    /// <summary>A body that can't be read.</summary>
    public static DaprError Malformed(string why) =>
        InvalidArgument("ERR_MALFORMED_REQUEST", why);
}

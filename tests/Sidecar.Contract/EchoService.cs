using Grpc.Core;

namespace Sidecar.Contract.Tests;

internal sealed class EchoService : Echo.EchoBase
{
    public override Task<EchoReply> Say(EchoRequest request, ServerCallContext context) => request.Text switch
    {
        "fail" => throw new RpcException(new Status(StatusCode.FailedPrecondition, "not in that tone"), new Metadata { { "mood", "bad" } }),
        _ => Task.FromResult(new EchoReply { Text = request.Text, Caller = context.RequestHeaders.GetValue("dapr-caller-app-id") ?? "" }),
    };

    public override async Task Count(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        for (var at = 0; at < 3; at++)
            await responseStream.WriteAsync(new EchoReply { Text = $"{at}" });
    }
}

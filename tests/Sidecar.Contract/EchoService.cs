using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

internal sealed class EchoService : Echo.EchoBase
{
    private static readonly ConcurrentDictionary<string, int> Tries = new();

    public override async Task<EchoReply> Say(EchoRequest request, ServerCallContext context)
    {
        var tries = Tries.AddOrUpdate(request.Text, 1, (_, tried) => tried + 1);
        switch (request.Text)
        {
            case "fail":
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "not in that tone"), new Metadata { { "mood", "bad" } });
            case "unavailable":
                throw new RpcException(new Status(StatusCode.Unavailable, "gone for tea: ä"), new Metadata
                {
                    { "tries", tries.ToString(CultureInfo.InvariantCulture) },
                    { "proof-bin", new byte[] { 1, 2, 3 } },
                });
            case "headers-then-fail":
                await context.WriteResponseHeadersAsync(new Metadata { { "bird", "early" } });
                throw new RpcException(new Status(StatusCode.NotFound, "no worm"), new Metadata { { "bird", "late" } });
            case "deadline":
                return new EchoReply { Text = context.Deadline < DateTime.MaxValue ? "has one" : "has none" };
            case var text when text.StartsWith("unavailable-thrice", StringComparison.Ordinal) && tries <= 3:
                throw new RpcException(new Status(StatusCode.Unavailable, "not yet"));
            default:
                return new EchoReply { Text = request.Text, Caller = context.RequestHeaders.GetValue("dapr-caller-app-id") ?? "" };
        }
    }

    public override async Task Count(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        for (var at = 0; at < 3; at++)
            await responseStream.WriteAsync(new EchoReply { Text = $"{at}" });
        if (request.Text == "fail")
            throw new RpcException(new Status(StatusCode.DataLoss, "out of numbers"), new Metadata { { "mood", "bad" } });
    }
}

using Google.Protobuf;

namespace Embedded.Hub.Workflows;

/// <summary>What a workflow call is answered with.</summary>
/// <param name="Code">A gRPC status code; 0 is OK.</param>
/// <param name="Message">Why not, where the code isn't 0; otherwise empty.</param>
/// <param name="Response">The response message; empty where the code isn't 0.</param>
public readonly record struct WorkflowAnswer(int Code, string Message, ReadOnlyMemory<byte> Response)
{
    private const int InvalidArgumentCode = 3;
    private const int NotFoundCode = 5;
    private const int AlreadyExistsCode = 6;
    private const int FailedPreconditionCode = 9;
    private const int UnimplementedCode = 12;

    internal static WorkflowAnswer Of(IMessage response) => new(0, "", response.ToByteArray());

    internal static WorkflowAnswer Invalid(string message) => new(InvalidArgumentCode, message, default);

    internal static WorkflowAnswer NotFound(string id) => new(NotFoundCode, $"no such instance exists: {id}", default);

    internal static WorkflowAnswer Exists(string id) => new(AlreadyExistsCode, $"a workflow with id '{id}' already exists", default);

    internal static WorkflowAnswer NotEnded(string id) =>
        new(FailedPreconditionCode, $"workflow '{id}' has not ended: only one that was completed, failed or terminated can be purged", default);

    internal static WorkflowAnswer Unimplemented(string what) =>
        new(UnimplementedCode, $"{what} is not supported by the embedded sidecar", default);
}

using Google.Protobuf;

namespace Embedded.Sidecar.Workflows;

/// <summary>The answer to a workflow call.</summary>
/// <param name="Code">A gRPC status code; 0 is OK.</param>
/// <param name="Message">The reason where the code isn't 0; otherwise empty.</param>
/// <param name="Response">The response message; empty where the code isn't 0.</param>
internal readonly record struct WorkflowAnswer(int Code, string Message, ReadOnlyMemory<byte> Response)
{
    private const int InvalidArgumentCode = 3;
    private const int NotFoundCode = 5;
    private const int AlreadyExistsCode = 6;
    private const int FailedPreconditionCode = 9;
    private const int UnimplementedCode = 12;

    public static WorkflowAnswer Of(IMessage response) => new(0, "", response.ToByteArray());

    public static WorkflowAnswer Invalid(string message) => new(InvalidArgumentCode, message, default);

    public static WorkflowAnswer NotFound(string id) => new(NotFoundCode, $"no such instance exists: {id}", default);

    public static WorkflowAnswer Exists(string id) => new(AlreadyExistsCode, $"a workflow with id '{id}' already exists", default);

    public static WorkflowAnswer NotEnded(string id) =>
        new(FailedPreconditionCode, $"workflow '{id}' has not ended: only one that was completed, failed or terminated can be purged", default);

    public static WorkflowAnswer Unimplemented(string what) =>
        new(UnimplementedCode, $"{what} is not supported by the embedded sidecar", default);
}

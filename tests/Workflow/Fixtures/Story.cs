using System.Text.Json;
using Dapr.Workflow;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Replay;
using Embedded.Workflow.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Workflow.Tests.Fixtures;

/// <summary>
/// An instance, turn by turn: keeps its history as an engine does, so that every turn replays all those before it.
/// </summary>
internal sealed class Story
{
    public static readonly DateTime Begin = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly ILoggerFactory _loggers;
    private readonly string _instanceId;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private WorkflowRuntimeOptions _options = new();
    private bool _hasBegun;

    private Story(string instanceId, ILoggerFactory? loggers)
    {
        _instanceId = instanceId;
        _loggers = loggers ?? NullLoggerFactory.Instance;
    }

    public DateTime Now { get; set; } = Begin;

    public string Name { get; set; } = "Tale";

    public string? Input { get; set; }

    public string? ExecutionId { get; set; } = "e-1";

    public List<HistoryEvent> Past { get; } = [];

    /// <summary>An instance of a function.</summary>
    public static Story Of<TInput, TOutput>(
        Func<WorkflowContext, TInput, Task<TOutput>> code, object? input = null, string instanceId = "i-1", ILoggerFactory? loggers = null)
    {
        var story = new Story(instanceId, loggers) { Input = input is null ? null : JsonSerializer.Serialize(input, JsonSerializerOptions.Web) };
        story._options.RegisterWorkflow(story.Name, code);
        return story;
    }

    /// <summary>An instance of a function that takes and returns nothing.</summary>
    public static Story Of(Func<WorkflowContext, Task> code, string instanceId = "i-1", ILoggerFactory? loggers = null) =>
        Of<object?, object?>(
            async (context, _) =>
            {
                await code(context);
                return null;
            },
            null,
            instanceId,
            loggers);

    public static Story OfType<TWorkflow>(object? input = null) where TWorkflow : class, IWorkflow
    {
        var story = new Story("i-1", null)
        {
            Name = typeof(TWorkflow).Name,
            Input = input is null ? null : JsonSerializer.Serialize(input, JsonSerializerOptions.Web),
        };
        story._options.RegisterWorkflow<TWorkflow>();
        return story;
    }

    /// <summary>Puts other code behind the same instance.</summary>
    public Story ChangeTo(Func<WorkflowContext, Task> code)
    {
        _options = new WorkflowRuntimeOptions();
        _options.RegisterWorkflow<object?, object?>(Name, async (context, _) =>
        {
            await code(context);
            return null;
        });
        return this;
    }

    /// <summary>A turn on what is new.</summary>
    public WorkflowResponse Turn(params HistoryEvent[] happened)
    {
        var request = new WorkflowRequest { InstanceId = _instanceId, ExecutionId = ExecutionId };
        request.PastEvents.AddRange(Past);
        request.NewEvents.Add(Happened.TurnStarted(Now));
        if (!_hasBegun)
            request.NewEvents.Add(Happened.Started(Name, Input, _instanceId, ExecutionId));
        _hasBegun = true;
        request.NewEvents.AddRange(happened);

        var registry = new WorkflowRegistry(Options.Create(_options), [], NullLogger<WorkflowRegistry>.Instance);
        // Over the wire and back, as it would be.
        var response = WorkflowResponse.Parser.ParseFrom(
            Google.Protobuf.MessageExtensions.ToByteArray(new TurnExecutor(registry, _loggers).Run(request, _services)));

        Past.AddRange(request.NewEvents);
        foreach (var action in response.Actions)
            if (Happened.Recorded(action) is { } recorded)
                Past.Add(recorded);
        return response;
    }
}

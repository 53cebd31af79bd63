using System.Diagnostics;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Replay;
using Embedded.Workflow.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Worker;

/// <summary>Runs activities, each in a scope of its own.</summary>
internal sealed class ActivityExecutor(WorkflowRegistry registry, IServiceProvider services)
{
    public async Task<ActivityResponse> RunAsync(ActivityRequest request)
    {
        var response = new ActivityResponse { InstanceId = request.WorkflowInstance?.InstanceId ?? "", TaskId = request.TaskId };
        if (registry.Activity(request.Name) is not { } registration)
        {
            response.FailureDetails = new TaskFailureDetails
            {
                ErrorType = "ActivityNotRegistered",
                ErrorMessage = $"No activity is registered by the name '{request.Name}'.",
            };
            return response;
        }
        using var trace = ActivityTrace.Start(registration.SpanName, request);
        try
        {
            response.Result = Json.Write(await RunAsync(registration, request));
        }
        catch (Exception failure)
        {
            // The activity's failure, told to the workflow.
            trace?.AddException(failure).SetStatus(ActivityStatusCode.Error, failure.Message);
            response.FailureDetails = Failures.ToDetails(failure);
        }
        return response;
    }

    private async Task<object?> RunAsync(ActivityRegistration registration, ActivityRequest request)
    {
        if (!registration.NeedsServices)
            return await RunAsync(registration, request, services);
        await using var scope = services.CreateAsyncScope();
        return await RunAsync(registration, request, scope.ServiceProvider);
    }

    private static Task<object?> RunAsync(ActivityRegistration registration, ActivityRequest request, IServiceProvider provider)
    {
        var activity = registration.Make(provider);
        object? input;
        try
        {
            input = Json.Read(request.Input, activity.InputType);
        }
        catch (Exception reason) when (Json.IsMismatch(reason))
        {
            throw Json.Mismatch($"The input of activity '{request.Name}'", activity.InputType, reason);
        }
        return activity.RunAsync(new ActivityContextOf(request), input);
    }
}

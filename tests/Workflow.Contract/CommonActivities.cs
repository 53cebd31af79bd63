using Dapr.Workflow;

namespace Workflow.Contract.Tests;

/// <summary>The activities that the workflows of the tests share.</summary>
internal static class CommonActivities
{
    public static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterActivity<int, int>("square", (_, number) => Task.FromResult(number * number));
        options.RegisterActivity<string, string>("note", (context, what) =>
        {
            Notes.Add(context.InstanceId, what);
            return Task.FromResult(what);
        });
        options.RegisterActivity<string, string>("fail", (_, message) => throw new InvalidOperationException(message));
        options.RegisterActivity<string, DateTimeOffset>("clock", (_, _) => Task.FromResult(TimeProvider.System.GetUtcNow()));
        options.RegisterActivity<string?, string>("hold", async (context, what) =>
        {
            await Gates.HoldAsync(context.InstanceId);
            return what ?? "let go";
        });
    }
}

using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dapr.Workflow.Registration;

/// <summary>What the worker can run, by name; the case of a name doesn't matter.</summary>
internal sealed class WorkflowRegistry
{
    private readonly FrozenDictionary<string, WorkflowRegistration> _workflows;
    private readonly FrozenDictionary<string, ActivityRegistration> _activities;

    public WorkflowRegistry(
        IOptions<WorkflowRuntimeOptions> options, IEnumerable<AutomaticRegistrations> automatic, ILogger<WorkflowRegistry> logger)
    {
        _workflows = ByName(
            options.Value.Workflows, automatic.SelectMany(each => each.Workflows()), each => each.Name, "workflow", logger);
        _activities = ByName(
            options.Value.Activities, automatic.SelectMany(each => each.Activities()), each => each.Name, "activity", logger);
    }

    public WorkflowRegistration? Workflow(string name) => _workflows.GetValueOrDefault(name);

    public ActivityRegistration? Activity(string name) => _activities.GetValueOrDefault(name);

    private static FrozenDictionary<string, T> ByName<T>(
        IEnumerable<T> byHand, IEnumerable<T> automatic, Func<T, string> nameOf, string what, ILogger logger)
    {
        var all = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var registration in byHand)
            if (!all.TryAdd(nameOf(registration), registration))
                logger.LogWarning("The {What} {Name} is registered more than once; the first is used.", what, nameOf(registration));
        foreach (var registration in automatic)
            all.TryAdd(nameOf(registration), registration);
        return all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

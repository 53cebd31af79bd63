namespace Auctions.Worker.Workflows;

/// <summary>Reads from the configuration which commands run as workflows.</summary>
internal static class CommandExecution
{
    /// <summary>Whether a command runs durably. <c>Commands:{name}:Execution</c> is <c>durable</c>, the default, or <c>inline</c>.</summary>
    /// <exception cref="InvalidOperationException">The setting has another value.</exception>
    public static bool RunsDurably(this IConfiguration configuration, string command)
    {
        var key = $"Commands:{command}:Execution";
        return configuration[key] switch
        {
            null or "durable" => true,
            "inline" => false,
            var other => throw new InvalidOperationException($"{key} is '{other}'; it must be durable or inline."),
        };
    }
}

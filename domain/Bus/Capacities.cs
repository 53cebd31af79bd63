namespace Auctions.Bus;

/// <summary>A command whose sender is answered as soon as a worker has accepted the command.</summary>
public interface IHandledAsynchronously
{
    /// <summary>The app-id of the worker that runs the handlers.</summary>
    string Worker { get; }
}

/// <summary>A command that is tried again when a handler throws.</summary>
public interface IRetryOnFail
{
    /// <summary>How many tries may follow the first: 0 or more.</summary>
    int MaxRetry { get; }

    /// <summary>How long to wait before the next try. A negative delay counts as zero.</summary>
    /// <param name="tried">The number of tries so far, from 1.</param>
    TimeSpan RetryDelay(int tried);
}

/// <summary>A command that can check its own fields, without any state.</summary>
public interface IValidated
{
    /// <summary>Checks the fields.</summary>
    /// <returns>Every field that is wrong; null or empty where none is.</returns>
    IReadOnlyList<FieldProblem>? Validate();
}

namespace Simulation.Tests.People;

/// <summary>What an api answers to a command.</summary>
internal enum Answer
{
    /// <summary>202.</summary>
    Accepted,

    /// <summary>400, 404 or 409: the command can't be right.</summary>
    Refused,

    /// <summary>503 <c>not-accepted</c>: nothing happened.</summary>
    NotAccepted,

    /// <summary>503 <c>unknown-outcome</c>: it can't be found out now whether the command is accepted.</summary>
    Unknown,
}

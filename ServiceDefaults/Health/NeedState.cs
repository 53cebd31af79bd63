using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Auctions.ServiceDefaults.Health;

/// <summary>
/// What is known of one need. It counts as missing until it was there once, after two bad results in a row, and where the
/// last result is too old, which is how a process that was stopped, or can't run what it has to, finds out about itself. One
/// good result is enough for the way back.
/// </summary>
/// <param name="need">What is asked for.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says once that the need is missing, and once that it is there again.</param>
internal sealed partial class NeedState(INeed need, TimeProvider time, ILogger log)
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>How old the last result may be.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);

    private const int MostBadResults = 2;

    private readonly Lock _gate = new();
    private string? _problem = "not asked yet";
    private bool _wasGood;
    private int _badResults;
    private long? _resultAt;
    private long _badSince;
    private bool _isLogged;

    /// <summary>The need's name.</summary>
    public string Name => need.Name;

    /// <summary>What is missing and why, in words; null where nothing is.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                if (_problem is not null)
                    return $"{need.Name}: {_problem}";
                var age = time.GetElapsedTime(_resultAt!.Value);
                return age <= Validity ? null : $"{need.Name}: not asked for {Seconds(age)} s";
            }
        }
    }

    /// <summary>Asks once, and keeps the result. Throws only where the caller cancels.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var askedAt = time.GetTimestamp();
        var problem = await ResultAsync(cancellation);
        // An answer that was late without a timeout was held up in this process, and so was the timeout.
        if (problem is null && time.GetElapsedTime(askedAt) is var took && took > Limit)
            problem = $"answered after {Seconds(took)} s";
        Keep(problem, askedAt);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private async Task<string?> ResultAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // Waiting has a limit of its own, because a call doesn't always end when it is cancelled.
            await need.AskAsync(limit.Token).WaitAsync(Limit, time, cancellation);
            return null;
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return $"no answer within {Limit.TotalSeconds} s";
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return failure.GetBaseException().Message.TrimEnd('.');
        }
    }

    private void Keep(string? problem, long askedAt)
    {
        lock (_gate)
        {
            _resultAt = time.GetTimestamp();
            if (problem is null)
                KeepGood();
            else
                KeepBad(problem, askedAt);
        }
    }

    private void KeepGood()
    {
        if (_isLogged)
            IsThere(log, need.Name, Seconds(time.GetElapsedTime(_badSince)));
        (_problem, _badResults, _isLogged, _wasGood) = (null, 0, false, true);
    }

    private void KeepBad(string problem, long askedAt)
    {
        if (_badResults++ == 0)
            _badSince = askedAt;
        if (_badResults < MostBadResults)
            return;
        _problem = problem;
        if (_isLogged)
            return;
        _isLogged = true;
        // It is normal that a process starts before its sidecar.
        IsMissing(log, _wasGood ? LogLevel.Warning : LogLevel.Information, need.Name, problem);
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Information, Message = "{Need} is there after {Seconds} s")]
    private static partial void IsThere(ILogger logger, string need, string seconds);

    [LoggerMessage(EventId = 311, Message = "The process is not ready: {Need}: {Problem}")]
    private static partial void IsMissing(ILogger logger, LogLevel level, string need, string problem);
}

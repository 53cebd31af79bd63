using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Sentry;
using Sentry.Protocol;

namespace Auctions.ServiceDefaults.Errors;

/// <summary>
/// Sends reports to Sentry. The SDK queues them, 30 at most, and sends them in the background; a Sentry that is down, silent or
/// overrun costs reports and nothing else.
/// </summary>
internal sealed class SentryReports : IErrorReports, IDisposable
{
    /// <summary>What is sent of what the SDK knows of the process and its machine.</summary>
    private static readonly string[] Contexts = ["trace", "runtime", "os"];

    private readonly SentryClient _client;
    private readonly string _service;
    private readonly ReportLimit _limit;
    private readonly ConditionalWeakTable<Exception, object> _reported = [];

    /// <summary>Begins to report, also the exceptions that end the process.</summary>
    public SentryReports(SentryOptions options, string service, ReportLimit limit)
    {
        _service = service;
        _limit = limit;
        options.SetBeforeSend(Strip);
        // The client sends on a task of its own, which otherwise would belong to the trace of whatever asked for the client first.
        using (ExecutionContext.SuppressFlow())
            _client = new SentryClient(options);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    /// <inheritdoc/>
    public void Report(ErrorReport error)
    {
        if (error.Exception is { } failure && !_reported.TryAdd(failure, this))
            return;
        string[] group = [error.Command ?? _service, error.Step, error.ErrorType];
        if (_limit.Admit(string.Join('\n', group)) is { } leftOut)
            _client.CaptureEvent(EventOf(error, group, leftOut));
    }

    /// <summary>Waits until all reports are sent, at most <see cref="SentryOptions.ShutdownTimeout"/>.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        _client.Dispose();
    }

    private SentryEvent EventOf(ErrorReport error, string[] group, int leftOut)
    {
        var sent = new SentryEvent(error.Exception) { Level = SentryLevel.Error, Logger = error.Step, Fingerprint = group };
        if (error.Exception is null)
            sent.SentryExceptions = [new SentryException { Type = error.ErrorType, Value = error.Message }];
        sent.SetTag("service", _service);
        sent.SetTag("step", error.Step);
        sent.SetTag("error.type", error.ErrorType);
        Tag(sent, "command", error.Command);
        Tag(sent, "command.id", error.CommandId ?? Mark("command.id"));
        Tag(sent, "auction.id", error.Auction ?? Mark("auction.id"));
        if (Activity.Current is { } span)
        {
            sent.Contexts.Trace.TraceId = SentryId.Parse(span.TraceId.ToHexString());
            sent.Contexts.Trace.SpanId = new SpanId(span.SpanId.ToHexString());
            sent.SetTag("trace.id", span.TraceId.ToHexString());
        }

        if (error.Fields is { } fields)
            sent.SetExtra("command", fields);
        if (error.StackTrace is { Length: > 0 } stack)
            sent.SetExtra("stack", Frames(stack));
        if (leftOut > 0)
            sent.SetExtra("left_out", leftOut.ToString(CultureInfo.InvariantCulture));
        return sent;
    }

    private static void Tag(SentryEvent sent, string name, string? value)
    {
        if (value is not null)
            sent.SetTag(name, value);
    }

    // The spans of a command have its ids, and so have the spans around them.
    private static string? Mark(string name)
    {
        for (var span = Activity.Current; span is not null; span = span.Parent)
            if (span.GetTagItem(name) is string value)
                return value;
        return null;
    }

    // Some stack traces of other processes begin with the message.
    private static string Frames(string stack) => string.Join(
        '\n', stack.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("at ", StringComparison.Ordinal)));

    // The last word on what is sent: the SDK adds messages and data of exceptions, and what it knows of the machine.
    private static SentryEvent Strip(SentryEvent sent)
    {
        if (sent.Exception is not null)
            sent.SentryExceptions = sent.SentryExceptions?.Select(Strip).ToArray();
        sent.SentryThreads = null;
        // By default it would have an id of the machine.
        sent.User = new SentryUser();
        sent.Request = null!;
        foreach (var context in sent.Contexts.Keys.Except(Contexts).ToArray())
            sent.Contexts.Remove(context);
        return sent;
    }

    private static SentryException Strip(SentryException known) => new()
    {
        Type = known.Type,
        Value = SafeMessages.Has(known.Type ?? "") ? known.Value : "(the message may hold hidden figures)",
        Module = known.Module,
        Stacktrace = known.Stacktrace,
    };

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is not Exception failure)
            return;
        Report(new ErrorReport("process", SafeMessages.TypeOf(failure), null) { Exception = failure });
        if (unhandled.IsTerminating)
            _client.Dispose();
    }
}

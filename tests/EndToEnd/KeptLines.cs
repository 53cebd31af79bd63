using System.Text;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests;

/// <summary>Keeps the last log lines of AppHost and its processes.</summary>
internal sealed class KeptLines : ILoggerProvider
{
    private const int MostCharacters = 4_000_000;

    private readonly StringBuilder _lines = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public override string ToString()
    {
        lock (_lines)
            return _lines.ToString();
    }

    public void Forget()
    {
        lock (_lines)
            _lines.Clear();
    }

    public void Dispose()
    {
        // The lines can be read after the end too.
    }

    private void Keep(string line)
    {
        lock (_lines)
        {
            _lines.AppendLine(line);
            if (_lines.Length > MostCharacters)
                _lines.Remove(0, MostCharacters / 2);
        }
    }

    private sealed class Logger(KeptLines lines, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Keep($"{name}: {formatter(state, exception)} {exception}");
    }
}

using System.Globalization;

namespace Embedded.Sidecar.Hub.Server;

/// <summary>
/// The hub's log: a file beside its data, because the hub outlives the sidecar that started it and so has no console. A
/// line that can't be written is lost.
/// </summary>
internal sealed class HubLog(string path, TimeProvider time) : ILogger, IDisposable
{
    private readonly Lock _lock = new();
    private StreamWriter? _file;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_lock)
        {
            try
            {
                _file ??= new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
                _file.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{time.GetUtcNow():O} {logLevel}: {formatter(state, exception)} {exception}"));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _file = null;
            }
        }
    }

    public void Dispose() => _file?.Dispose();
}

using System.Threading.Channels;

namespace Aspire.Hosting.Runtime;

// The terminal: every line with the name of who wrote it, in colour where a person looks. One writer, and a queue that
// drops the oldest when the terminal can't keep up: a stuck terminal must not stop the processes.
internal sealed class ConsoleLog : IAsyncDisposable
{
    private static readonly int[] Palette = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    private readonly TextWriter _terminal;
    private readonly bool _coloured;
    private readonly Channel<(string? Source, string Text)> _lines =
        Channel.CreateBounded<(string?, string)>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<string, int> _colours = [];
    private readonly Task _writing;
    private int _width;

    public ConsoleLog(TextWriter terminal, bool coloured)
    {
        _terminal = terminal;
        _coloured = coloured;
        _writing = WriteAsync();
    }

    public static ConsoleLog OfThisProcess()
    {
        var terminal = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
        return new ConsoleLog(terminal, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    // Sources that are known beforehand line up.
    public void Expect(string source) => _width = Math.Max(_width, source.Length);

    // A line without a source is the host's own word.
    public void Write(string? source, string text) => _lines.Writer.TryWrite((source, text));

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                while (_lines.Reader.TryRead(out var line))
                    await _terminal.WriteLineAsync(line.Source is null ? line.Text : Prefixed(line.Source, line.Text));
                await _terminal.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Nobody reads any more (as with `./run | head`). The system runs on; its logs are on the dashboard.
        }
    }

    private string Prefixed(string source, string text)
    {
        var gap = new string(' ', Math.Max(1, _width - source.Length + 1));
        return _coloured ? $"\e[{ColourOf(source)}m[{source}]\e[0m{gap}{text}" : $"[{source}]{gap}{text}";
    }

    private int ColourOf(string source)
    {
        // Replicas and sidecars have the colour of their service.
        var service = source.Split('/')[0].Replace("-dapr-cli", "", StringComparison.Ordinal);
        if (!_colours.TryGetValue(service, out var colour))
            _colours[service] = colour = Palette[_colours.Count % Palette.Length];
        return colour;
    }
}

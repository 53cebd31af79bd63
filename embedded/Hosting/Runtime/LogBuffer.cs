using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.Runtime;

// The last lines of a resource, for whoever looks, and those that follow. Somebody who reads too slowly misses the
// oldest; no process waits for a reader.
internal sealed class LogBuffer(TimeProvider time)
{
    private const int Kept = 1_000;

    private readonly Lock _adding = new();
    private readonly Queue<LogLine> _lines = new(Kept);
    private readonly List<Channel<LogLine>> _readers = [];
    private long _seq;

    public void Add(string source, bool isError, string text)
    {
        lock (_adding)
        {
            var line = new LogLine(++_seq, time.GetUtcNow(), source, isError, text);
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
            foreach (var reader in _readers)
                reader.Writer.TryWrite(line);
        }
    }

    public IReadOnlyList<LogLine> Snapshot()
    {
        lock (_adding)
            return [.. _lines];
    }

    public async IAsyncEnumerable<LogLine> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(2 * Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_adding)
        {
            // A reader of an earlier host's lines, which were numbered from 1 too, begins anew.
            foreach (var line in _lines.Where(line => after > _seq || line.Seq > after))
                reader.Writer.TryWrite(line);
            _readers.Add(reader);
        }

        try
        {
            await foreach (var line in reader.Reader.ReadAllAsync(cancellation))
                yield return line;
        }
        finally
        {
            lock (_adding)
                _readers.Remove(reader);
        }
    }
}

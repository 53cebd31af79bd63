namespace Aspire.Hosting.Runtime;

// A line that a process wrote. Seq counts the lines of the resource from 1.
internal sealed record LogLine(long Seq, DateTimeOffset At, string Source, bool IsError, string Text);

namespace Aspire.Hosting.Runtime;

internal sealed record ChangeStep(DateTimeOffset At, string Text);

using System.Runtime.InteropServices;

namespace Aspire.Hosting.Runtime;

internal static class GuardProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not ["guard", var mark])
        {
            await Console.Error.WriteLineAsync("Embedded.Hosting is a library; its one verb, guard, is for the host that it belongs to.");
            return 2;
        }

        // It outlives what ends the host.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var host = new StreamReader(Console.OpenStandardInput());
        await new Guard(mark, TimeProvider.System).RunAsync(host);
        return 0;
    }
}

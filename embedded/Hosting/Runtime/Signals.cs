using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Runtime;

// What .NET has no call for: asking a process to end.
internal static partial class Signals
{
    public const int Terminate = 15;
    public const int Kill = 9;

    // Where there is no SIGTERM (Windows), asking is ending.
    public static void Send(Process process, int signal)
    {
        try
        {
            if (OperatingSystem.IsWindows() || signal == Kill)
                process.Kill();
            else if (!process.HasExited)
                _ = SendToProcess(process.Id, signal);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendToProcess(int pid, int signal);
}

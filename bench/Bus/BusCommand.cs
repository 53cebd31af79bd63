using System.CommandLine;
using Auctions.Bench.Report;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Auctions.Bench.Bus;

/// <summary><c>bench bus</c>: what the bus costs, beside MediatR.</summary>
internal static class BusCommand
{
    public static Command Make(Option<FileInfo?> resultFile)
    {
        var command = new Command("bus", "The command bus beside MediatR 5.1: time and allocation of one send.") { resultFile };
        command.SetAction(parsed =>
        {
            var summary = BenchmarkRunner.Run<BusBenchmarks>(InThisProcess.Config());
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
                return 1;

            ResultFile.Append(parsed.GetValue(resultFile), "Command bus", Table(summary));
            return 0;
        });
        return command;
    }

    private static MarkdownTable Table(Summary summary)
    {
        var table = new MarkdownTable("", "mean ns", "± (99.9 %)", "allocated B", "× MediatR");
        var mediatR = summary.Reports.First(report => report.BenchmarkCase.Descriptor.Baseline).ResultStatistics!.Mean;
        foreach (var report in summary.Reports)
        {
            var statistics = report.ResultStatistics!;
            table.Add(
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
                $"{statistics.Mean:F1}",
                $"{statistics.ConfidenceInterval.Margin:F1}",
                $"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)}",
                $"{statistics.Mean / mediatR:F2}");
        }

        return table;
    }
}

using System.CommandLine;
using Auctions.Bench.Report;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Auctions.Bench.Rules;

/// <summary><c>bench rules</c>: the cost of deciding a raise, and whether it grows with the number of bids.</summary>
internal static class RulesCommand
{
    public static Command Make(Option<FileInfo?> resultFile)
    {
        var remark = new Option<string?>("--remark") { Description = "A line below the table, for example what else was running." };
        var command = new Command("rules", "Measures time and allocation of deciding a raise after 10 and after 100,000 bids.")
            { resultFile, remark };
        command.SetAction(parsed =>
        {
            var summary = BenchmarkRunner.Run<RulesBenchmarks>(InThisProcess.Config());
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
                return 1;

            ResultFile.Append(parsed.GetValue(resultFile), "Deciding a raise", Table(summary), parsed.GetValue(remark));
            return 0;
        });
        return command;
    }

    private static MarkdownTable Table(Summary summary)
    {
        var table = new MarkdownTable("", "bids before", "mean ns", "± (99.9 %)", "allocated B", "× that after 10");
        foreach (var report in summary.Reports)
        {
            var statistics = report.ResultStatistics!;
            var few = summary.Reports.First(other => other.BenchmarkCase.Descriptor == report.BenchmarkCase.Descriptor).ResultStatistics!.Mean;
            table.Add(
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
                $"{report.BenchmarkCase.Parameters[nameof(RulesBenchmarks.BidsBefore)]:N0}",
                $"{statistics.Mean:F1}",
                $"{statistics.ConfidenceInterval.Margin:F1}",
                $"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)}",
                $"{statistics.Mean / few:F2}");
        }

        return table;
    }
}

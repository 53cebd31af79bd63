using System.CommandLine;
using Auctions.Bench.Bus;
using Auctions.Bench.Openings;
using Auctions.Bench.Raises;
using Auctions.Bench.Rules;
using Auctions.Bench.Sidecar;

var resultFile = new Option<FileInfo?>("--out")
{
    Description = "Appends the results to this Markdown file, for example bench/results/bus.md.",
};

return await new RootCommand("Benchmarks and load for Auctions. Build with -c Release.")
{
    BusCommand.Make(resultFile),
    RulesCommand.Make(resultFile),
    SidecarCommand.Make(resultFile),
    RaisesCommand.Make(resultFile),
    OpeningsCommand.Make(resultFile),
}.Parse(args).InvokeAsync();

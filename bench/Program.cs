using System.CommandLine;
using Auctions.Bench.Bus;

var resultFile = new Option<FileInfo?>("--out")
{
    Description = "Appends the results to this Markdown file, for example bench/results/bus.md.",
};

return await new RootCommand("Benchmarks and load for Auctions. Build with -c Release.")
{
    BusCommand.Make(resultFile),
}.Parse(args).InvokeAsync();

using System.CommandLine;
using Auctions.Cli;

return await Commands.Make(Environment.GetEnvironmentVariable).Parse(args).InvokeAsync();

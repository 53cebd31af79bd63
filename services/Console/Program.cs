using System.CommandLine;
using Auctions.Console;

return await Commands.Make(Environment.GetEnvironmentVariable).Parse(args).InvokeAsync();

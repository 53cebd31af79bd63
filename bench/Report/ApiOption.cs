using System.CommandLine;

namespace Auctions.Bench.Report;

/// <summary><c>--api</c>: the address of the system to measure.</summary>
internal static class ApiOption
{
    public static Option<Uri> Make() => new("--api")
    {
        Description = "The address of the running system.",
        DefaultValueFactory = _ => new Uri("http://localhost:5080"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var given))
                return given;
            result.AddError($"--api: '{result.Tokens[0].Value}' is not a URL.");
            return null;
        },
    };
}

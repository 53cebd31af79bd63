using System.CommandLine;
using System.Globalization;

namespace Auctions.Bench.Report;

/// <summary>Options whose description has the allowed values, and which refuse all others.</summary>
internal static class Flag
{
    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Number(string name, string description, int standard, int least, int most) => new(name)
    {
        Description = $"{description} ({least} to {most}).",
        DefaultValueFactory = _ => standard,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
                argument.AddError($"{name} is '{text}'; it must be a whole number from {least} to {most}");
            return number;
        },
    };
}

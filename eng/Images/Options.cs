using System.Globalization;

namespace Auctions.Images;

/// <summary>The options of the command line.</summary>
internal sealed record Options
{
    private const string Usage = "usage: images --archive FILE --sbom FILE --name NAME --tag TAG --epoch SECONDS --packages FOLDER";

    /// <summary>The path of the OCI archive, which is replaced.</summary>
    public required string Archive { get; init; }

    /// <summary>The path of the bill of materials.</summary>
    public required string Sbom { get; init; }

    /// <summary>The image's repository, for example <c>auctions/api</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The image's tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The commit's time in whole seconds, which is the only time in the output.</summary>
    public required DateTimeOffset Committed { get; init; }

    /// <summary>The NuGet package folder from which the image was built; its nuspecs have the licences.</summary>
    public required string Packages { get; init; }

    /// <summary>Reads the command line: six flags, each with a value.</summary>
    /// <param name="args">The arguments.</param>
    /// <exception cref="BadInputException">A flag is unknown, missing, repeated, or its value is wrong.</exception>
    public static Options Parse(IReadOnlyList<string> args)
    {
        string[] flags = ["--archive", "--sbom", "--name", "--tag", "--epoch", "--packages"];
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (!flags.Contains(args[i]))
                throw new BadInputException($"{args[i]} is not a flag of this program; {Usage}");
            if (i + 1 == args.Count || args[i + 1].Length == 0)
                throw new BadInputException($"{args[i]} has no value; {Usage}");
            if (!given.TryAdd(args[i], args[i + 1]))
                throw new BadInputException($"{args[i]} is given twice; {Usage}");
        }

        string Value(string flag) => given.GetValueOrDefault(flag) ?? throw new BadInputException($"{flag} is missing; {Usage}");
        return new Options
        {
            Archive = Value("--archive"),
            Sbom = Value("--sbom"),
            Name = Value("--name"),
            Tag = Value("--tag"),
            Committed = Time(Value("--epoch")),
            Packages = Value("--packages"),
        };
    }

    private static DateTimeOffset Time(string seconds) =>
        // A tar header holds 33 bits of seconds.
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1L << 33
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : throw new BadInputException($"--epoch is '{seconds}'; it must be whole seconds since 1970, as `git log -1 --format=%ct` prints them");
}

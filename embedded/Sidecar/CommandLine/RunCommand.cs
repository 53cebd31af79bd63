using System.CommandLine;
using System.Net;

namespace Embedded.Sidecar.CommandLine;

/// <summary>The command <c>run</c>: a sidecar for one app.</summary>
internal static class RunCommand
{
    /// <summary>The environment variable that names the data directory.</summary>
    public const string DataDirectoryVariable = "EMBEDDED_DATA_DIR";

    /// <summary>Creates the command.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="run">Runs a sidecar and returns the exit code.</param>
    public static Command Create(Func<string, string?> environment, Func<SidecarOptions, CancellationToken, Task<int>> run)
    {
        var flags = new RunFlags();
        var command = new Command("run", "Runs a sidecar that speaks Dapr's protocol; takes the flags of 'dapr run'");
        foreach (var option in flags.All)
            command.Options.Add(option);
        flags.AppProtocol.Validators.Add(OneOf(flags.AppProtocol, "http", "grpc"));
        flags.Level.Validators.Add(OneOf(flags.Level, "debug", "info", "warn", "error", "fatal"));
        flags.MaxBodySize.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !ByteSize.TryParse(text, out _))
                result.AddError($"--max-body-size: '{text}' is no size; write it like 4Mi, 64Ki or 4096");
        });
        flags.MaxRequestSize.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && !(int.TryParse(given.Value, out var megabytes) && megabytes is >= -1 and < 2048))
                result.AddError($"--dapr-http-max-request-size: '{given.Value}' is no size in MB from 1 to 2047");
        });
        flags.ListenAddresses.Validators.Add(result =>
        {
            foreach (var address in Addresses(result.GetValueOrDefault<string?>()).Where(a => !IPAddress.TryParse(a, out var _)))
                result.AddError($"--dapr-listen-addresses: '{address}' is no IP address");
        });
        command.SetAction((parsed, cancellation) => run(Read(flags, parsed, environment), cancellation));
        return command;
    }

    private static Action<System.CommandLine.Parsing.OptionResult> OneOf(Option<string> option, params string[] known) => result =>
    {
        var value = result.GetValueOrDefault<string>();
        if (!known.Contains(value, StringComparer.Ordinal))
            result.AddError($"{option.Name}: '{value}' is not known here; known: {string.Join(", ", known)}");
    };

    private static SidecarOptions Read(RunFlags flags, ParseResult parsed, Func<string, string?> environment)
    {
        var listen = Addresses(parsed.GetValue(flags.ListenAddresses));
        return new SidecarOptions
        {
            AppId = parsed.GetValue(flags.AppId)!,
            AppPort = parsed.GetValue(flags.AppPort) is > 0 and var port ? port : null,
            AppProtocol = parsed.GetValue(flags.AppProtocol) is "grpc" ? AppProtocol.Grpc : AppProtocol.Http,
            AppChannelAddress = parsed.GetValue(flags.AppChannelAddress)!,
            HttpPort = Port(parsed.GetValue(flags.HttpPort), 3500),
            GrpcPort = Port(parsed.GetValue(flags.GrpcPort), 50001),
            InternalPort = Port(parsed.GetValue(flags.InternalPort), 0),
            MetricsPort = parsed.GetValue(flags.MetricsPort) is >= 0 and var metrics ? metrics : null,
            ListenAddresses = listen.Length > 0 ? listen : ["127.0.0.1"],
            ResourcesPaths = parsed.GetValue(flags.ResourcesPath) ?? [],
            ConfigPaths = parsed.GetValue(flags.Config) ?? [],
            LogLevel = Level(parsed.GetValue(flags.Level)!),
            EnableAppHealthCheck = parsed.GetValue(flags.EnableAppHealthCheck),
            AppHealthCheckPath = "/" + parsed.GetValue(flags.AppHealthCheckPath)!.TrimStart('/'),
            AppHealthProbeInterval = TimeSpan.FromSeconds(parsed.GetValue(flags.AppHealthProbeInterval)),
            AppHealthProbeTimeout = TimeSpan.FromMilliseconds(parsed.GetValue(flags.AppHealthProbeTimeout)),
            AppHealthThreshold = parsed.GetValue(flags.AppHealthThreshold),
            AppMaxConcurrency = parsed.GetValue(flags.AppMaxConcurrency) is > 0 and var most ? most : null,
            MaxBodyBytes = MaxBody(parsed.GetValue(flags.MaxBodySize), parsed.GetValue(flags.MaxRequestSize)),
            DataDirectory = Path.GetFullPath(NotEmpty(environment(DataDirectoryVariable)) ?? ".data"),
            ApiToken = NotEmpty(environment("DAPR_API_TOKEN")),
            AppToken = NotEmpty(environment("APP_API_TOKEN")),
            IgnoredFlags = [.. flags.Ignored.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name)],
        };
    }

    // Dapr and the toolkit pass -1 where no port is chosen.
    private static int Port(int? given, int otherwise) => given is >= 0 and var port ? port : otherwise;

    private static int MaxBody(string? size, int? megabytes) =>
        size is not null && ByteSize.TryParse(size, out var bytes) ? bytes
        : megabytes is > 0 and < 2048 ? megabytes.Value * 1024 * 1024
        : 4 * 1024 * 1024;

    private static string[] Addresses(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static LogLevel Level(string name) => name switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "fatal" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

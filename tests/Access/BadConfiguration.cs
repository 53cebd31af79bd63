using System.Reflection;
using Microsoft.Extensions.Options;

namespace Tests.Access;

/// <summary>Runs a service's own program with settings that it must refuse: it must end before it listens.</summary>
internal static class BadConfiguration
{
    /// <summary>The program's message when all settings are right except this one.</summary>
    public static Task<string> RefusalOfSettingAsync<TProgram>(string setting, string value)
    {
        var settings = new Dictionary<string, string>(TestTokens.Settings) { [setting] = value };
        return RefusalAsync<TProgram>([.. settings.Select(one => $"--{one.Key}={one.Value}")]);
    }

    /// <summary>The program's message when it is started with these settings alone.</summary>
    public static async Task<string> RefusalAsync<TProgram>(params string[] settings)
    {
        string[] arguments = ["--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None", .. settings];
        var running = Task.Run(
            () => typeof(TProgram).Assembly.EntryPoint!.Invoke(null, [arguments]), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<TargetInvocationException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        return Assert.IsType<OptionsValidationException>(failure.InnerException).Message;
    }
}

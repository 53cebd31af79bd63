using System.Net.Http.Headers;
using Auctions.Bus;
using Auctions.Views;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.ServiceDefaults.Health;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tests.Access;

namespace Api.Tests.Fixtures;

/// <summary>Api's own program with Kestrel on a free port, with stubs for the worker and the store.</summary>
public class ApiUnderTest : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = new(TestTokens.Settings);

    public ApiUnderTest()
    {
        // The setting "urls" chooses the port. UseKestrel(0) would set it only after the program was built, and the program,
        // which runs on its own thread, may have started by then.
        UseKestrel();
        ClientOptions.AllowAutoRedirect = false;
    }

    public StubDispatcher Dispatcher { get; } = new();

    public StubReader Reader { get; } = new();

    public StubSessions Sessions { get; } = new();

    internal StubWorker Worker { get; } = new();

    /// <summary>Whether Api keeps its own dispatcher, for tests of the way to the sidecar.</summary>
    public bool HasRealDispatcher { get; init; }

    /// <summary>Replaces the store for what no reader stub has.</summary>
    public IDocuments? Documents { get; init; }

    /// <summary>What the process is to need, in the place of its sidecar; null for the sidecar of the settings.</summary>
    public IReadOnlyList<INeed>? Needs { get; init; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string Environment { get; init; } = "Development";

    /// <summary>What a test adds to Api's services.</summary>
    public Action<IServiceCollection>? Extra { get; init; }

    public ApiUnderTest With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    public ApiUnderTest Without(string section)
    {
        foreach (var setting in _settings.Keys.Where(key => key.StartsWith(section, StringComparison.Ordinal)).ToArray())
            _settings.Remove(setting);
        return this;
    }

    /// <summary>A client that has no token.</summary>
    public HttpClient Anonymous() => CreateClient();

    /// <summary>A client with a token.</summary>
    public HttpClient As(string user, params string[] roles) => WithToken(TestTokens.Of(user, roles));

    public HttpClient WithToken(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environment);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (setting, value) in _settings)
            builder.UseSetting(setting, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            Extra?.Invoke(services);
            services.Replace(ServiceDescriptor.Singleton(Clock));
            services.Replace(ServiceDescriptor.Singleton<IAuctionReader>(Reader));
            services.Replace(ServiceDescriptor.Singleton<ISessionReader>(Sessions));
            if (Needs is not null)
                ReplaceNeeds(services);
            if (Documents is not null)
                services.Replace(ServiceDescriptor.Singleton(Documents));
            if (HasRealDispatcher)
                return;
            services.Replace(ServiceDescriptor.Singleton<ICommandDispatcher>(Dispatcher));
            services.Replace(ServiceDescriptor.Singleton<CommandsClient>(Worker));
        });
    }

    private void ReplaceNeeds(IServiceCollection services)
    {
        services.RemoveAll<INeed>();
        foreach (var need in Needs!)
            services.AddSingleton(need);
    }
}

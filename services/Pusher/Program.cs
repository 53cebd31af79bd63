using Auctions.Pusher;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Watching;
using Auctions.Views;
using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Sessions;
using Auctions.Store;
using Dapr.Client;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
var services = builder.Services;
services.AddHostedService<LiveDrain>();
builder.AddServiceDefaults();
builder.AddWatcherTokens();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = DeliveryEndpoints.MaxBodyBytes;
});

services.AddOptions<PusherOptions>().BindConfiguration("Pusher").ValidateDataAnnotations().ValidateOnStart();
services.AddSingleton(provider => provider.GetRequiredService<IOptions<PusherOptions>>().Value);

services.AddSidecar();
services.AddSingleton<IDocuments>(provider => new DaprDocuments(provider.GetRequiredService<DaprClient>()));
services.AddSingleton<IAuctionReader, AuctionReader>();
services.AddSingleton<ISessionReader, SessionReader>();

services.AddSingleton<PusherMetrics>();
services.AddSingleton<Connections>();
services.AddSingleton<LiveStreams>();
services.AddSingleton<PersonalMessages>();
services.AddSingleton<EventDelivery>();
services.AddHostedService<Ticker>();

services.AddSingleton(
    provider => new PresenceBoard(Guid.NewGuid().ToString("n"), provider.GetRequiredService<TimeProvider>()));
services.AddSingleton<IPresenceBus, DaprPresenceBus>();
services.AddHostedService<PresenceAnnouncer>();

var app = builder.Build();
LiveEndpoint.Map(app);
app.MapDefaultEndpoints();
app.MapDelivery();
app.Run();

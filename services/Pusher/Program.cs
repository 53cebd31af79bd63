using Auctions;
using Auctions.Pusher;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
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

services.AddSidecar().AddSidecarNeeds(Components.StateStore);
services.AddSingleton<IDocuments>(provider => new DaprDocuments(provider.GetRequiredService<DaprClient>()));
services.AddSingleton<IAuctionReader, AuctionReader>();
services.AddSingleton<ISessionReader, SessionReader>();

services.AddSingleton<PusherMetrics>();
services.AddSingleton<Connections>().AddSingleton<SpreadClose>();
services.AddSingleton<LiveStreams>();
services.AddSingleton<PersonalMessages>();
services.AddSingleton<EventDelivery>();
services.AddHostedService<Ticker>();

var instance = Guid.NewGuid().ToString("n");
services.AddSingleton(provider => ActivatorUtilities.CreateInstance<StreamVouch>(provider, instance));
services.AddSingleton<IHeartbeatBus, DaprHeartbeatBus>();
services.AddHostedService<HeartbeatSender>();
services.AddHostedService<StreamGuard>();
services.AddHealthChecks().AddCheck<StreamHealthCheck>("stream");

services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PresenceBoard>(provider, instance));
services.AddSingleton<IPresenceBus, DaprPresenceBus>();
services.AddHostedService<PresenceAnnouncer>();

var app = builder.Build();
LiveEndpoint.Map(app);
app.MapDefaultEndpoints();
app.MapDelivery();
app.Run();

using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.DeadLetters;
using Auctions.Events;
using Auctions.Lifetime;
using Auctions.Raising;
using Auctions.Reading;
using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.Worker.DeadLetters;
using Auctions.Worker.Dispatching;
using Auctions.Worker.Durable;
using Auctions.Worker.Lifetimes;
using Auctions.Worker.Listening;
using Auctions.Worker.Measuring;
using Auctions.Worker.Topics;
using Dapr.Client;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.ListenOnGrpcAndHttp();

var services = builder.Services;
services.AddGrpc(grpc => grpc.Interceptors.Add<SidecarToken>());
services.AddGrpcHealthChecks();

services.AddSidecar();
services.AddSingleton<IDocuments>(provider => new DaprDocuments(provider.GetRequiredService<DaprClient>()));
services.AddSingleton<IEventPublisher>(provider => new DaprEventPublisher(provider.GetRequiredService<DaprClient>()));
services.AddSingleton<AuctionHeads>();
services.AddSingleton<AuctionIndex>();
services.AddSingleton<IAuctionReader, AuctionReader>();

services.AddSingleton<CreateAuction>();
services.AddSingleton<CreateSession>();
services.AddSingleton<AddUserToAuction>();
services.AddSingleton<CheckBidAmount>();
services.AddSingleton<NotifyParticipants>();
services.AddSingleton<ObeyAuctioneer>();
services.AddSingleton<TellWatchers>();
services.AddSingleton<Announcer>();
services.AddSingleton(new CommandCatalog(AuctionJson.Options).Add<AuctionRaiseCommand>().Add<OpenAuctionCommand>().Add<OpenSessionCommand>().Add<AuctioneerCommand>());
services.AddSingleton(provider => new CommandBus(new InlineHandlers(provider))
    .AppendMiddleware(new TracingMiddleware())
    .AppendMiddleware(new ValidationMiddleware())
    .AppendMiddleware(ActivatorUtilities.CreateInstance<RaiseAdmission>(provider))
    .AppendMiddleware(new DurableMiddleware(provider.GetRequiredService<IDurableCommands>(), builder.Configuration.RunsDurably))
    .AppendMiddleware(new IdempotencyMiddleware())
    .AppendMiddleware(ActivatorUtilities.CreateInstance<RetryOnFailMiddleware>(provider))
    .AppendMiddleware(new EventRecordingMiddleware(provider.GetRequiredService<AuctionMetrics>())));
services.AddSingleton<AuctionMetrics>();
services.AddSingleton<CommandIntake>();

services.AddSingleton<DeadLetterBox>();
services.AddSingleton<DeadLetterService>();

services.AddDurableCommands();
services.AddSingleton<AuctionLifetime>();
services.AddSingleton<SessionStore>();
services.AddSingleton<SessionLifetime>();
services.AddSingleton<UnpublishedSweep>();
services.AddOptions<SweepOptions>().BindConfiguration("Lifetime").ValidateDataAnnotations().ValidateOnStart();
services.AddHostedService<SweepService>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CommandsService>();
app.MapGrpcService<CommandsTopic>();
app.MapGrpcService<SidecarProbe>();
app.MapGrpcHealthChecksService();

app.Logger.LogInformation(
    "Commands are handled so:\n{Pipelines}",
    app.Services.GetRequiredService<CommandCatalog>().Describe(app.Services.GetRequiredService<CommandBus>()));
app.Run();

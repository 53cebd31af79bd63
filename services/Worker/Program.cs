using Auctions;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Events;
using Auctions.Ordering;
using Auctions.Outbox;
using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.ServiceDefaults.Tokens;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.Views;
using Auctions.Worker;
using Auctions.Worker.DeadLetters;
using Auctions.Worker.Dispatching;
using Auctions.Worker.Intake;
using Auctions.Worker.Listening;
using Auctions.Worker.Measuring;
using Auctions.Worker.Schedules;
using Auctions.Worker.Topics;
using Auctions.Worker.Workflows;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.ListenOnGrpcAndHttp();

var services = builder.Services;
services.AddGrpc(grpc => grpc.Interceptors.Add<AppTokenInterceptor>());
services.AddGrpcHealthChecks();
services.AddSidecar().AddSidecarNeeds(Components.StateStore);
services.AddMeasuring();

services.AddSingleton<IDocuments, DaprDocuments>().AddSingleton<IEventPublisher, DaprEventPublisher>();
services.AddSingleton<AuctionStore>().AddSingleton<AuctionIndex>().AddSingleton<SessionStore>();
services.AddSingleton<IAuctionReader, AuctionReader>().AddSingleton<AuctionOutbox>().AddSingleton<CommandOrder>().AddSingleton<UnscheduledCommands>();
services.AddSchedules();
services.AddDeadLetters();

services.AddCommands();
services.AddWorkflows();
services.AddSingleton(provider => new CommandBus(new InlineHandlers(provider))
    .AppendMiddleware(new TracingMiddleware(CommandMarks.By(provider.GetRequiredService<ILogger<CommandBus>>())))
    .AppendMiddleware(new ValidationMiddleware())
    .AppendMiddleware(new DurableMiddleware(
        provider.GetRequiredService<IDurableCommands>(), builder.Configuration.RunsDurably))
    .AppendMiddleware(new IdempotencyMiddleware())
    .AppendMiddleware(ActivatorUtilities.CreateInstance<RetryOnFailMiddleware>(provider))
    .AppendMiddleware(new EventRecordingMiddleware(provider.GetRequiredService<AuctionMetrics>())));

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CommandsService>();
app.MapGrpcService<CommandsTopic>();
app.MapGrpcService<SidecarProbe>();
app.MapGrpcHealthChecksService();

var bus = app.Services.GetRequiredService<CommandBus>();
AuctionCommands.Catalog.Prepare(bus);
app.Logger.LogPipelines(AuctionCommands.Catalog.Describe(bus));
app.Run();

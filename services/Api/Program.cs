using Auctions;
using Auctions.Api.Access;
using Auctions.Api.Auctioneering;
using Auctions.Api.Auctions;
using Auctions.Api.Bodies;
using Auctions.Api.Commands;
using Auctions.Api.DeadLetters;
using Auctions.Api.Development;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Api.Live;
using Auctions.Api.Page;
using Auctions.Api.Raises;
using Auctions.Api.Sessions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.DeadLetters;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Views;
using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Sessions;
using Auctions.Store;
using Dapr.Client;
using Grpc.Net.Client;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokens();
builder.AddRateLimits();
builder.AddLiveServers();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = BodyLimit.Bytes);

var services = builder.Services;
services.AddProblemDetails();
services.AddExceptionHandler<ExceptionProblems>();
services.ConfigureHttpJsonOptions(json => StrictJson.Configure(json.SerializerOptions));
services.AddOpenApi(BearerInOpenApi.Configure);

services.AddSidecar();
services.AddSingleton(provider => new CommandsClient(provider.GetRequiredService<GrpcChannel>()));
services.AddSingleton<IDocuments>(provider => new DaprDocuments(provider.GetRequiredService<DaprClient>()));
services.AddSingleton<IAuctionReader, AuctionReader>();
services.AddSingleton(AuctionCommands.Catalog);
services.AddSingleton<ISessionReader, SessionReader>();
services.AddSingleton<AuctionAudit>();
services.AddSingleton<Auctioneers>();
services.AddSingleton<CommandLookup>();
services.AddSingleton<DeadLetterStore>();
services.AddSingleton<ICommandDispatcher, GrpcCommandDispatcher>();
services.AddSingleton(provider => new CommandBus(new NoHandlersHere())
    .AppendMiddleware(new TracingMiddleware())
    .AppendMiddleware(new ValidationMiddleware())
    .AppendMiddleware(new AsynchronousMiddleware(provider.GetRequiredService<ICommandDispatcher>(), AppIds.Api)));

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages(Problems.WriteAsync);
app.UsePage();
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();

app.MapDefaultEndpoints();
app.MapOpenApi();
app.MapAuctionReads();
app.MapAuctionOpening();
app.MapSessions();
app.MapAuctioneering();
app.MapAudit();
app.MapRaises();
app.MapCommandStatus();
app.MapDeadLetters();
app.MapLiveServers();
if (app.Environment.IsDevelopment())
    app.MapDevTokens();

app.Logger.LogInformation("Commands go so: {Pipeline}", app.Services.GetRequiredService<CommandBus>().Describe());
app.Run();

using Auctions;
using Auctions.Api.Access;
using Auctions.Api.Auctioneering;
using Auctions.Api.Bodies;
using Auctions.Api.DeadLetters;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Api.Opening;
using Auctions.Api.Page;
using Auctions.Api.Raising;
using Auctions.Api.Reading;
using Auctions.Api.Sessions;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokens();
builder.AddRateLimits();
builder.AddLiveServers();
builder.AddStrictHttp();

var services = builder.Services;
services.AddProblemDetails().AddExceptionHandler<ExceptionProblems>();
services.AddOpenApi(BearerInOpenApi.Configure);
services.AddWorkerCalls();
services.AddReaders();
services.AddSingleton<AuctioneerActions>().AddSingleton(AuctionCommands.Catalog);
services.AddSingleton<ICommandDispatcher, GrpcCommandDispatcher>();
services.AddSingleton(provider => new CommandBus(new NoHandlersHere())
    .AppendMiddleware(new TracingMiddleware(CommandMarks.By(provider.GetRequiredService<ILogger<CommandBus>>())))
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
app.MapAuctions();
app.MapAuctionOpening();
app.MapSessions();
app.MapAuctioneering();
app.MapHouse();
app.MapAudit();
app.MapRaises();
app.MapCommandStatus();
app.MapDeadLetters();
app.MapLiveServers();
if (app.Environment.IsDevelopment())
    app.MapDevTokens();

var bus = app.Services.GetRequiredService<CommandBus>();
app.Logger.LogPipeline(bus.Describe());
app.Run();

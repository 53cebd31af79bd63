using System.Collections.Concurrent;
using Auctions.Worker.Schedules;
using Dapr.Workflow;
using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>Histories hold these names: a worker that doesn't know one can't go on with what an older one began.</summary>
public sealed class When_workflows_are_registered : IDisposable
{
    private readonly Warnings _warnings = new();
    private readonly WorkerUnderTest _worker;

    public When_workflows_are_registered() => _worker = new WorkerUnderTest
    {
        Extra = services => services.AddLogging(logging => logging.AddProvider(_warnings)),
    };

    public void Dispose() => _worker.Dispose();

    [Theory]
    [InlineData("AuctionRaise"), InlineData("OpenAuction"), InlineData("OpenSession"), InlineData("Auctioneer")]
    [InlineData("AuctionLifetime"), InlineData("Session")]
    public void Each_is_found_by_its_stored_name(string workflow)
    {
        var (factory, services) = Start();

        Assert.True(factory.TryCreateWorkflow(new TaskIdentifier(workflow), services, out _, out var problem), $"{problem}");
    }

    [Theory]
    [InlineData("AuctionRaise.AddUserToAuction"), InlineData("AuctionRaise.CheckBidAmount"), InlineData("AuctionRaise.NotifyParticipants")]
    [InlineData("OpenAuction.CreateAuction"), InlineData("OpenSession.CreateSession")]
    [InlineData("Auctioneer.ApplyAuctioneerAction"), InlineData("Auctioneer.NotifyWatchers")]
    [InlineData("AdvanceAuction"), InlineData("AdvanceSession"), InlineData("DeadLetterCommand"), InlineData("NotifyBidder")]
    public void So_is_each_activity_and_has_what_it_needs(string activity)
    {
        var (factory, services) = Start();

        Assert.True(factory.TryCreateActivity(new TaskIdentifier(activity), services, out _, out var problem), $"{problem}");
    }

    [Fact]
    public void None_is_registered_twice()
    {
        Start();

        Assert.Empty(_warnings.Written);
    }

    private (IWorkflowsFactory Factory, IServiceProvider Services) Start()
    {
        _worker.StartServer();
        return (_worker.Services.GetRequiredService<IWorkflowsFactory>(), _worker.Services);
    }

    private sealed class Warnings : ILoggerProvider
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => new CategoryLog(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class CategoryLog(Warnings warnings, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel) && category.StartsWith("Dapr.Workflow", StringComparison.Ordinal))
                    warnings.Written.Enqueue(formatter(state, exception));
            }
        }
    }
}

using Auctions.Raising;
using Auctions.ServiceDefaults.Errors;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>Loggers, and the SDK in a workflow's history, write messages of exceptions. These are the exceptions that they get.</summary>
public sealed class When_a_step_throws_what_may_hold_figures
{
    [Fact]
    public void Its_message_is_withheld_and_its_type_and_stack_are_not()
    {
        var failure = Thrown(new FormatException("'735198264' is not a number", new ArgumentException("735198264")));

        var logged = SafeMessages.Loggable(failure);

        Assert.IsType<WithheldException>(logged);
        Assert.Equal("System.FormatException", logged.Message);
        Assert.Null(logged.InnerException);
        Assert.Equal(failure.StackTrace, logged.StackTrace);
        Assert.DoesNotContain("735198264", logged.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.ArgumentException", logged.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), logged.ToString(), StringComparison.Ordinal);
        Assert.Equal("System.FormatException", WithheldException.TypeOf(typeof(WithheldException).FullName!, logged.Message));
    }

    [Fact]
    public void A_safe_one_stays_as_it_is()
    {
        var failure = new TimeoutException("The store is away.");

        Assert.Same(failure, SafeMessages.Loggable(failure));
        Assert.Equal("System.TimeoutException: The store is away.", SafeMessages.Describe(failure));
    }

    [Fact]
    public void A_safe_one_around_another_is_withheld() =>
        Assert.IsType<WithheldException>(SafeMessages.Loggable(new TimeoutException("away", new FormatException("735198264"))));

    [Fact]
    public async Task The_step_fails_without_it()
    {
        await using var worker = new WorkerUnderTest();
        worker.Documents.Failure = new FormatException("'735198264' is not a number");
        var step = ActivatorUtilities.CreateInstance<HandlerActivity<AuctionRaiseCommand, AddUserToAuction>>(worker.Services);

        var failure = await Assert.ThrowsAsync<WithheldException>(
            () => step.RunAsync(null!, new StepInput<AuctionRaiseCommand>(worker.Raise("r1", "bob", 12), StepReport.None)));

        Assert.DoesNotContain("735198264", $"{failure}", StringComparison.Ordinal);
        Assert.Contains(nameof(AddUserToAuction), failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_dead_letter_has_the_type() => Assert.Equal(
        "System.FormatException",
        DeadLetteredCommand.Of(
            new AuctionRaiseCommand("a1.r1", "a1", "bob", 12, DateTimeOffset.UnixEpoch), nameof(AddUserToAuction),
            new WorkflowTaskFailureDetails(typeof(WithheldException).FullName!, "System.FormatException")).ErrorType);

    private static FormatException Thrown(FormatException failure)
    {
        try
        {
            throw failure;
        }
        catch (FormatException caught)
        {
            return caught;
        }
    }
}

using System.Text.Json;
using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_command_arrives_by_name
{
    private readonly CommandCatalog _catalog =
        new(JsonSerializerOptions.Web, [CommandType.Of<PlainCommand>(), CommandType.Of<ValidatedCommand>(), CommandType.Of<Placed.OrderCommand>()]);

    [Fact]
    public async Task It_is_read_as_it_was_written_and_sent()
    {
        ValidatedCommand? seen = null;
        var stage = new Stage().With(new Step<ValidatedCommand>((command, _) =>
        {
            seen = command;
            return new(Outcome.Succeeded(5));
        }));
        var sent = new ValidatedCommand(12.30m, "hush", "auction-1.x");

        var outcome = await Arrive(stage, "Validated", _catalog.Write(sent));

        Assert.Equal(Outcome.Succeeded(5), outcome);
        Assert.Equal(sent, seen);
    }

    [Fact]
    public void Its_name_is_the_types_without_Command()
    {
        Assert.Equal(["Plain", "Validated", "Order"], _catalog.Names);
        Assert.Equal("Order", CommandCatalog.NameOf<Placed.OrderCommand>());
    }

    [Fact]
    public async Task An_unknown_name_is_invalid_and_the_answer_lists_the_known()
    {
        var outcome = await Arrive(new Stage(), "plain", "{}"u8.ToArray());

        Assert.Equal(OutcomeKind.Invalid, outcome.Kind);
        Assert.Equal([new FieldProblem("type", "'plain' is none of: Plain, Validated, Order")], outcome.Problems!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"commandId":5}""")]
    public async Task A_payload_that_cannot_be_read_is_invalid(string payload)
    {
        var outcome = await Arrive(new Stage(), "Plain", System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal(OutcomeKind.Invalid, outcome.Kind);
        var problem = Assert.Single(outcome.Problems!);
        Assert.Equal("payload", problem.Field);
        Assert.StartsWith("is no Plain: ", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"commandId":null}""")]
    [InlineData("""{"commandId":""}""")]
    public async Task A_payload_without_a_command_id_is_invalid(string payload)
    {
        var step = new Step<PlainCommand>(_ => Outcome.Succeeded());
        var stage = new Stage(new IdempotencyMiddleware()).With(step);

        var outcome = await Arrive(stage, "Plain", System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal(OutcomeKind.Invalid, outcome.Kind);
        Assert.Equal([new FieldProblem("commandId", "is missing")], outcome.Problems!);
        Assert.Equal(0, step.Runs);
    }

    [Fact]
    public void The_catalogue_describes_every_pipeline_on_a_line_of_its_own()
    {
        var stage = new Stage(new ValidationMiddleware());

        Assert.Equal(
            [
                "Plain: ValidationMiddleware → InlineHandlers (Step`1)",
                "Validated: ValidationMiddleware → InlineHandlers (Step`1)",
                "Order: ValidationMiddleware → InlineHandlers (PlaceOrder)",
            ],
            _catalog.Describe(stage.Bus).Split(Environment.NewLine));
    }

    [Fact]
    public void Two_commands_of_one_name_are_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            new CommandCatalog(JsonSerializerOptions.Web, [CommandType.Of<PlainCommand>(), CommandType.Of<PlainCommand>()]));

        Assert.Contains("Plain", refused.Message, StringComparison.Ordinal);
    }

    private async Task<Outcome> Arrive(Stage stage, string name, byte[] payload) =>
        await _catalog.SendAsync(stage.Bus, name, payload, TestContext.Current.CancellationToken);

    private static class Placed
    {
        internal sealed record OrderCommand(string CommandId) : ICommand<OrderCommand>
        {
            public static IReadOnlyList<Type> Handlers { get; } = [typeof(PlaceOrder)];
        }

        private sealed class PlaceOrder : IHandler<OrderCommand>
        {
            public ValueTask<Outcome> HandleAsync(OrderCommand command, CommandContext context) => new(context.Outcome);
        }
    }
}

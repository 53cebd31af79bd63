using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_command_can_validate_itself
{
    [Fact]
    public async Task A_wrong_one_ends_with_its_problems_before_any_handler()
    {
        var step = new Step<ValidatedCommand>(_ => Outcome.Succeeded());
        var stage = new Stage(new ValidationMiddleware()).With(step);

        var outcome = await stage.Send(new ValidatedCommand(0));

        Assert.Equal(OutcomeKind.Invalid, outcome.Kind);
        Assert.Equal([new FieldProblem("amount", "must be above 0")], outcome.Problems!);
        Assert.Equal(0, step.Runs);
    }

    [Fact]
    public async Task A_right_one_goes_on()
    {
        var stage = new Stage(new ValidationMiddleware()).With(new Step<ValidatedCommand>(_ => Outcome.Succeeded(1)));

        Assert.Equal(Outcome.Succeeded(1), await stage.Send(new ValidatedCommand(1)));
    }

    [Fact]
    public void One_that_cannot_costs_nothing()
    {
        CommandDelegate<PlainCommand> rest = (_, _) => default;

        Assert.Same(rest, new ValidationMiddleware().Compose(rest));
    }
}

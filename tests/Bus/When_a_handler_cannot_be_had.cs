using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_handler_cannot_be_had
{
    [Fact]
    public async Task A_missing_one_is_named_with_its_command()
    {
        var stage = new Stage().With(new LongCommand.First(_ => default), new LongCommand.Third(_ => default));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new LongCommand()));

        Assert.Contains("LongCommand is handled by Second, which is not registered", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_another_command_is_named_with_its_command()
    {
        var stage = new Stage().WithAs<Step<PlainCommand>>(new Step<OtherCommand>(_ => Outcome.Succeeded()));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand()));

        Assert.Contains("PlainCommand is handled by", refused.Message, StringComparison.Ordinal);
        Assert.Contains("which is no IHandler", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_commands_are_not_affected()
    {
        var stage = new Stage().With(new Step<OtherCommand>(_ => Outcome.Succeeded(3)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand()));

        Assert.Equal(Outcome.Succeeded(3), await stage.Send(new OtherCommand()));
    }

    [Fact]
    public async Task A_command_without_any_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => new Stage().Send(new Idle()));

        Assert.Contains("Idle declares no handlers", refused.Message, StringComparison.Ordinal);
    }

    private sealed record Idle(string CommandId = "idle-1") : ICommand<Idle>
    {
        public static IReadOnlyList<Type> Handlers { get; } = [];
    }
}

using System.Text.Json;
using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_command_is_prepared
{
    private readonly CommandCatalog _catalog = new(JsonSerializerOptions.Web, [CommandType.Of<PlainCommand>()]);

    [Fact]
    public void A_handler_that_is_missing_is_named_before_anything_is_sent()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => _catalog.Prepare(new Stage().Bus));

        Assert.Contains("Step`1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_sent_through_the_same_pipeline()
    {
        var stage = new Stage().With(new Step<PlainCommand>((_, _) => new(Outcome.Succeeded(7))));

        _catalog.Prepare(stage.Bus);

        Assert.Equal(Outcome.Succeeded(7), await stage.Bus.SendAsync(new PlainCommand("a.1"), TestContext.Current.CancellationToken));
    }
}

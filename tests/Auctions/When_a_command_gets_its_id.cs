namespace Auctions.Tests;

public sealed class When_a_command_gets_its_id
{
    [Fact]
    public void It_tells_its_auction()
    {
        Assert.Equal("lot-1", CommandIds.AuctionOf(CommandIds.New("lot-1", "01-x")));
        Assert.Equal("lot-1", CommandIds.AuctionOf(CommandIds.FromIdempotencyKey("lot-1", "ann", "any key: ü")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nodot")]
    [InlineData(".x")]
    [InlineData("x.")]
    [InlineData("x.a/b")]
    public void What_has_no_such_form_tells_none(string id) => Assert.Null(CommandIds.AuctionOf(id));

    [Fact]
    public void One_key_is_one_id_by_auction_and_user()
    {
        var id = CommandIds.FromIdempotencyKey("a", "ann", "k");
        Assert.Equal(id, CommandIds.FromIdempotencyKey("a", "ann", "k"));
        Assert.NotEqual(id, CommandIds.FromIdempotencyKey("a", "bob", "k"));
        Assert.NotEqual(id, CommandIds.FromIdempotencyKey("a", "ann", "K"));
        Assert.NotEqual(CommandIds.FromIdempotencyKey("a", "ann", "ak"), CommandIds.FromIdempotencyKey("a", "anna", "k"));
    }
}

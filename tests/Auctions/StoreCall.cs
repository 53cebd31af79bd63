namespace Auctions.Tests;

internal enum StoreCall
{
    Find,
    FindMany,
    TryWrite,
    WriteSealed,
}

using Embedded.Sidecar;
using Embedded.Sidecar.Hub.Server;

namespace Sidecar.Tests.Hub;

public sealed class When_the_data_directory_cannot_be_used : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_corrupt_file_is_named_and_left_as_it_is()
    {
        var file = Path.Combine(_folder.Path, "hub.db");
        var content = Enumerable.Range(0, 5_000).Select(at => (byte)at).ToArray();
        await File.WriteAllBytesAsync(file, content, DataFolder.Cancelled);

        var failure = await Assert.ThrowsAsync<HubStartException>(() => _folder.LinkAsync());

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("corrupt", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(file, DataFolder.Cancelled));
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_named()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var inside = Path.Combine(file, "data");

        var failure = Assert.Throws<HubStartException>(
            () => HubEngine.Open(inside, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains(inside, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused()
    {
        await _folder.Open().DisposeAsync();
        var file = Path.Combine(_folder.Path, "hub.db");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(DataFolder.Cancelled);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync(DataFolder.Cancelled);
        }

        var failure = Assert.Throws<HubStartException>(_folder.Open);

        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
    }
}

using HrBpm.Server.Platform.Backups;
using Microsoft.Data.Sqlite;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>A restore copies into a file that a server may be writing to at that moment.</summary>
public sealed class SqliteCopyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_waits_for_whoever_writes_to_either_file(bool isTargetWritten)
    {
        await using var folder = new FreshDatabase(TestDatabase.Sqlite);
        var (from, to) = (Made("restored"), Made("live"));
        // Neither file is in WAL mode here, so that a writer keeps readers out as well.
        using var writer = new SqliteConnection(isTargetWritten ? to : from);
        writer.Open();
        Do(writer, "BEGIN EXCLUSIVE");

        var copy = Task.Run(() => SqliteContent.Copy(from, to), Ct);
        (await Task.WhenAny(copy, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct))).ShouldNotBe(copy, "it waits, it does not give up");
        Do(writer, "ROLLBACK");
        await copy;

        using var reader = new SqliteConnection(to);
        reader.Open();
        using var command = new SqliteCommand("SELECT said FROM words", reader);
        command.ExecuteScalar().ShouldBe("restored");

        string Made(string said)
        {
            var path = SqliteContent.PathOnly(Path.Combine(folder.Folder, said + ".db"));
            using var connection = new SqliteConnection(path);
            connection.Open();
            Do(connection, $"CREATE TABLE words (said TEXT); INSERT INTO words VALUES ('{said}')");
            return path;
        }
    }

    private static void Do(SqliteConnection connection, string sql)
    {
#pragma warning disable CA2100 // Words of this file.
        using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

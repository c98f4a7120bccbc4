namespace HrBpm.Server.Tests;

/// <summary>The databases that a server is tested on. Each test gets a fresh one.</summary>
public enum TestDatabase
{
    /// <summary>A file in a temporary folder.</summary>
    Sqlite,

    /// <summary>A database of its own on the server that <c>HRBPM_TEST_POSTGRES</c> names; the test is skipped without it.</summary>
    Postgres,
}

/// <summary>Data for <c>[Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]</c>.</summary>
public static class Databases
{
    /// <summary>Every database.</summary>
    public static TheoryData<TestDatabase> All => [TestDatabase.Sqlite, TestDatabase.Postgres];
}

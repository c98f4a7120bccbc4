using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Gives work on behalf of a person a connection on which PostgreSQL itself shows only the companies that the person works in (<see cref="RowSecurity"/>).</summary>
/// <remarks>Such connections have a pool of their own, where Npgsql resets the session with the first command of the next user. The connections of the system itself need no reset, and
/// a run's round trips stay as few as they are.</remarks>
internal sealed class PersonConnections : DbConnectionInterceptor
{
    private const string ApplicationName = "HrBpm on behalf of a person";
    private readonly string ofSystem, ofPeople;

    /// <param name="system">How the system itself connects.</param>
    public PersonConnections(NpgsqlConnectionStringBuilder system)
    {
        ofSystem = system.ConnectionString;
        ofPeople = new NpgsqlConnectionStringBuilder(ofSystem) { ApplicationName = ApplicationName, NoResetOnClose = false }.ConnectionString;
    }

    /// <summary>How they connect.</summary>
    public string ConnectionString => ofPeople;

    /// <inheritdoc />
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Choose(connection, eventData);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Choose(connection, eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Narrowing(connection, eventData) is not { } command) return;
        using (command) command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Narrowing(connection, eventData) is not { } command) return;
        await using (command) await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IReadOnlyList<Guid>? CompaniesOf(ConnectionEventData data) => (data.Context as AppDbContext)?.PersonsCompanies;

    // Contexts are pooled with their connection, which may have served somebody else before.
    private void Choose(DbConnection connection, ConnectionEventData data)
    {
        var isForPerson = connection.ConnectionString.Contains(ApplicationName, StringComparison.Ordinal);
        if (isForPerson != CompaniesOf(data) is not null) connection.ConnectionString = isForPerson ? ofSystem : ofPeople;
    }

    private static NpgsqlCommand? Narrowing(DbConnection connection, ConnectionEventData data) => CompaniesOf(data) is { } companies
        ? new NpgsqlCommand($"SELECT set_config('role', '{RowSecurity.PersonRole}', false), set_config('{RowSecurity.CompaniesSetting}', $1, false)", (NpgsqlConnection)connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = $"{{{string.Join(',', companies)}}}" } },
        }
        : null;
}

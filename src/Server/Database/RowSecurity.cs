using System.Globalization;
using System.Text;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>PostgreSQL's row-level security: whoever works as <see cref="PersonRole"/> sees and writes rows of the companies in <see cref="CompaniesSetting"/> only, whatever the statement says.</summary>
/// <remarks>The policies are made from the model at each start where one is missing, so a new table cannot be forgotten. The owner of the tables, which is the system itself, is not bound by them.</remarks>
internal static class RowSecurity
{
    /// <summary>The role, shared by all databases of a PostgreSQL server. Nobody can sign in as it.</summary>
    public const string PersonRole = "hrbpm_person";

    /// <summary>The session's setting with the ids of companies, as an array literal. Without it, no row is seen.</summary>
    public const string CompaniesSetting = "hrbpm.companies";

    /// <summary>Name of each policy.</summary>
    public const string PolicyName = "company";

    private const int MostAttempts = 5;

    // As a subquery it is worked out once for a statement, and not for each row.
    private const string Companies = $"ANY ((SELECT NULLIF(current_setting('{CompaniesSetting}', true), '')::uuid[])::uuid[])";

    private const string Definitions = "workflow_definitions";

    // No person's work touches these.
    private static readonly string[] SystemsOwn = ["__EFMigrationsHistory", "data_protection_keys"];

    /// <summary>The tables that have a policy, each with its condition.</summary>
    public static IReadOnlyDictionary<string, string> PoliciesOf(AppDbContext db) => db.Model.GetEntityTypes()
        .Where(e => typeof(IBelongsToCompany).IsAssignableFrom(e.ClrType) || HasOwner(e))
        .GroupBy(e => e.GetTableName()!)
        .ToDictionary(table => table.Key, table => HasOwner(table.First()) ? $"owner_id = '{DefinitionVersion.AllCompanies}' OR owner_id = {Companies}" : $"company_id = {Companies}");

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="SettingsException">The database user may neither create the role nor use it.</exception>
    public static async Task ApplyAsync(AppDbContext db, CancellationToken ct)
    {
        var made = await db.Database.SqlQuery<string>($"SELECT tablename::text AS \"Value\" FROM pg_policies WHERE schemaname = current_schema() AND policyname = {PolicyName}").ToListAsync(ct);
        var missing = PoliciesOf(db).Where(p => !made.Contains(p.Key)).ToList();
        if (missing.Count > 0) await ApplyAsync(db, Script(missing), ct);
    }

    // What a company owns, or all of them together.
    private static bool HasOwner(IEntityType entity) => entity.FindProperty(nameof(DefinitionVersion.OwnerId)) is not null;

    // Roles belong to the whole server: two databases that begin at the same moment get into each other's way, and the second try finds what the first has made.
    private static async Task ApplyAsync(AppDbContext db, string script, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
#pragma warning disable EF1002 // Made of names from the model, which nobody enters.
                await db.Database.ExecuteSqlRawAsync(script, ct);
#pragma warning restore EF1002
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new SettingsException($"Expected the database user to be allowed to work as the role '{PersonRole}', but PostgreSQL says: {e.MessageText}. Let an administrator run: CREATE ROLE {PersonRole} NOLOGIN; GRANT {PersonRole} TO <the database user>;");
            }
            catch (PostgresException e) when (attempt < MostAttempts && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.InternalError)
            {
            }
        }
    }

    private static string Script(IReadOnlyCollection<KeyValuePair<string, string>> policies)
    {
        var sql = new StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PersonRole}') THEN CREATE ROLE {PersonRole} NOLOGIN NOBYPASSRLS; END IF;
              IF NOT pg_has_role(current_user, '{PersonRole}', 'MEMBER') THEN EXECUTE format('GRANT {PersonRole} TO %I', current_user); END IF;
              EXECUTE format('GRANT USAGE ON SCHEMA %I TO {PersonRole}', current_schema());
              EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO {PersonRole}', current_schema());
              EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO {PersonRole}', current_schema());
            END $$;

            """);
        foreach (var table in SystemsOwn) sql.AppendLine(CultureInfo.InvariantCulture, $"REVOKE ALL ON \"{table}\" FROM {PersonRole};");
        foreach (var (table, condition) in policies)
            sql.AppendLine(CultureInfo.InvariantCulture, $"ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY; CREATE POLICY {PolicyName} ON \"{table}\" TO {PersonRole} USING ({condition}) WITH CHECK ({condition});");
        // Written by nobody but the owner, and read by the companies below.
        if (policies.Any(p => p.Key == Definitions))
            sql.AppendLine(CultureInfo.InvariantCulture, $"CREATE POLICY template ON \"{Definitions}\" FOR SELECT TO {PersonRole} USING (is_template AND owner_id IN (SELECT parent_id FROM companies WHERE id = {Companies}));");
        return sql.ToString();
    }
}

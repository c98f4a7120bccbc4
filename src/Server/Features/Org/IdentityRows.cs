using System.Data.Common;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org;

/// <summary>What the database holds about who somebody is at work. Each request of a signed-in person needs it as it is now, so it is read with one statement instead of a query per table.</summary>
/// <remarks>It sees every company's rows: whose it is decides the company.</remarks>
internal sealed record IdentityRows(Guid CompanyId, string Name, string UserName, string? Locale, bool Manages)
{
    private const string Sql = """
        SELECT company_id, name, user_name, locale, EXISTS (SELECT 1 FROM employments WHERE manager_id = @person) FROM people WHERE id = @person;
        SELECT id FROM departments WHERE head_id = @person;
        SELECT role, branch_id, "from", until FROM role_grants WHERE person_id = @person AND revoked_utc IS NULL;
        SELECT e."from", e.until, e.department_id, b.id, b.locale, b.time_zone_id FROM employments e JOIN branches b ON b.id = e.branch_id WHERE e.person_id = @person;
        SELECT name, rights FROM roles WHERE company_id = (SELECT company_id FROM people WHERE id = @person);
        SELECT id, parent_id FROM companies
        """;

    /// <summary>The departments that the person heads.</summary>
    public IReadOnlyList<Guid> Heads { get; private set; } = [];

    /// <summary>Roles that were granted and not taken back, whatever the day.</summary>
    public IReadOnlyList<Grant> Grants { get; private set; } = [];

    /// <summary>All employments, also those that are over or have not begun.</summary>
    public IReadOnlyList<Place> Places { get; private set; } = [];

    /// <summary>The roles of the person's company.</summary>
    public RolesOfCompany Roles { get; private set; } = new(new Dictionary<string, IReadOnlyList<Right>>());

    /// <summary>Every company with the one above it.</summary>
    public IReadOnlyDictionary<Guid, Guid?> Parents { get; private set; } = new Dictionary<Guid, Guid?>();

    /// <summary>Reads them; null when there is no such person.</summary>
    public static Task<IdentityRows?> OfAsync(AppDbContext db, Guid personId, CancellationToken ct) => HotQuery.ReadAsync(db, Sql, ("person", personId), ReadAsync, ct);

    private static async Task<IdentityRows?> ReadAsync(DbDataReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct)) return null;
        var found = new IdentityRows(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetBoolean(4));
        found.Heads = await NextAsync(reader, r => r.GetGuid(0), ct);
        found.Grants = await NextAsync(reader, r => new Grant(r.GetString(0), r.IsDBNull(1) ? null : r.GetGuid(1), DayOrNull(r, 2), DayOrNull(r, 3)), ct);
        found.Places = await NextAsync(reader, r => new Place(r.GetFieldValue<DateOnly>(0), DayOrNull(r, 1), r.GetGuid(2), r.GetGuid(3), r.GetString(4), r.GetString(5)), ct);
        found.Roles = new RolesOfCompany((await NextAsync(reader, r => (Name: r.GetString(0), Rights: CompanyRole.ReadRights(r.GetString(1))), ct)).ToDictionary(r => r.Name, r => r.Rights));
        found.Parents = (await NextAsync(reader, r => (Id: r.GetGuid(0), Parent: r.IsDBNull(1) ? (Guid?)null : r.GetGuid(1)), ct)).ToDictionary(c => c.Id, c => c.Parent);
        return found;
    }

    private static DateOnly? DayOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    private static async Task<List<T>> NextAsync<T>(DbDataReader reader, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A role that the person holds, from one day to another.</summary>
    /// <param name="Role">Its name.</param>
    /// <param name="BranchId">The only branch that it is held for; null for wherever the role reaches.</param>
    /// <param name="From">First day; null when it always was.</param>
    /// <param name="Until">Last day; null when there is no end in sight.</param>
    public sealed record Grant(string Role, Guid? BranchId, DateOnly? From, DateOnly? Until)
    {
        /// <summary>Whether the role is held on this day.</summary>
        public bool Covers(DateOnly day) => Days.Cover(From, Until, day);
    }

    /// <summary>Where the person works, or worked, or will.</summary>
    public sealed record Place(DateOnly From, DateOnly? Until, Guid DepartmentId, Guid BranchId, string Locale, string TimeZoneId)
    {
        /// <summary>The day that it is there at this moment.</summary>
        public DateOnly DayOf(DateTime utc) => WorkingHour.DayOf(utc, TimeZoneId);

        /// <summary>Whether the employment counts at this moment.</summary>
        public bool Covers(DateTime utc) => Days.Cover(From, Until, DayOf(utc));
    }
}

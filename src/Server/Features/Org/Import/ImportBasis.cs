using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>A fingerprint of everything that the decisions of an import rest on: the company's people, roles, structure and fields, who asked, the user names of others, the file and its mapping.
/// While it stays the same, decisions stand, whoever made them.</summary>
/// <remarks>A sum of the hashes of all rows: it does not depend on the order in which a database happens to return them.</remarks>
internal sealed class ImportBasis
{
    private ulong sum;

    /// <summary>Reads it as the database is now.</summary>
    public static async Task<string> ReadAsync(AppDbContext db, PeopleImport job, CancellationToken ct)
    {
        var (basis, company) = (new ImportBasis(), job.CompanyId);
        basis.Add($"{job.Sha256} {job.Mapping} {job.AskedById}");
        await basis.AddAsync(db.RoleGrants.Where(g => g.CompanyId == company && g.RevokedUtc == null).Select(g => new { g.Id, g.PersonId, g.Role, g.BranchId, g.From, g.Until }), ct);
        await basis.AddAsync(db.CompanyRoles.Where(r => r.CompanyId == company).Select(r => new { r.Name, r.Rights }), ct);
        await basis.AddAsync(db.People.Where(p => p.CompanyId == company).Select(p => new { p.Id, p.EmployeeNumber, p.Name, p.UserName, p.Email, p.Phone, p.WeComUserId, p.DingTalkUnionId }), ct);
        await basis.AddAsync(db.Employments.Where(e => e.CompanyId == company)
            .Select(e => new { e.Id, e.PersonId, e.BranchId, e.DepartmentId, e.PositionId, e.ManagerId, e.DottedLineManagerId, e.HrBpId, e.From, e.Until }), ct);
        await basis.AddAsync(db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => p.CompanyId != company).Select(p => p.UserName), ct);
        await basis.AddAsync(db.Branches.Where(b => b.CompanyId == company).Select(b => new { b.Id, b.Name }), ct);
        await basis.AddAsync(db.Departments.Where(d => d.CompanyId == company).Select(d => new { d.Id, d.Name, d.Path, d.ClosedOn }), ct);
        await basis.AddAsync(db.Positions.Where(p => p.CompanyId == company).Select(p => new { p.Id, p.Name }), ct);
        await basis.AddAsync(db.CustomFields.Where(f => f.CompanyId == company && f.Entity == FieldEntity.Person).Select(f => new { f.Id, f.Version, f.RetiredUtc }), ct);
        if (ImportMapping.Read(job.Mapping!).Own.Count > 0) await basis.AddAsync(db.CustomValues.Where(v => v.CompanyId == company).Select(v => new { v.FieldId, v.SubjectId, v.Json }), ct);
        return basis.sum.ToString("x16", CultureInfo.InvariantCulture);
    }

    private async Task AddAsync<T>(IQueryable<T> rows, CancellationToken ct)
    {
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct)) Add(string.Create(CultureInfo.InvariantCulture, $"{typeof(T).Name} {row}"));
    }

    private void Add(string row) => sum = unchecked(sum + BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(row))));
}

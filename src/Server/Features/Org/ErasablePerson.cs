using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>How to reach a person in private.</summary>
internal sealed class ErasableContact(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Contact;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => Held(personId).CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        if (await Held(personId).SingleOrDefaultAsync(ct) is not { } person) return 0;
        person.KeepPhone(null);
        (person.WeComUserId, person.DingTalkUnionId) = (null, null);
        return 1;
    }

    private IQueryable<PersonRecord> Held(Guid personId) => db.People.Where(p => p.Id == personId && (p.Phone != null || p.KeyId != null || p.WeComUserId != null || p.DingTalkUnionId != null));
}

/// <summary>Who a person is. The row stays, because others refer to it, and names nobody any more.</summary>
internal sealed class ErasableIdentity(AppDbContext db) : IErasableData
{
    /// <summary>What stands in the place of a name.</summary>
    public const string Nobody = "已删除";

    private const string Mark = "erased-";

    public DataKind Kind => DataKind.Identity;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.People.CountAsync(p => p.Id == personId && !p.UserName.StartsWith(Mark), ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var (pseudonym, subject) = ($"{Mark}{personId:N}", $"person:{personId:D}");
        await ForgetImports.ForgetPersonAsync(db, personId, ct);
        await db.PersonKeys.Where(k => k.SubjectId == personId).ExecuteDeleteAsync(ct);
        await db.RoleGrants.Where(g => g.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.TwoPersonRequests.Where(r => r.Subject == subject && r.DecidedUtc != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.Summary, Nobody).SetProperty(r => r.Data, "{}"), ct);
        return await db.People.Where(p => p.Id == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, Nobody).SetProperty(p => p.EmployeeNumber, pseudonym)
            .SetProperty(p => p.UserName, pseudonym).SetProperty(p => p.Email, $"{pseudonym}@erased.invalid"), ct);
    }
}

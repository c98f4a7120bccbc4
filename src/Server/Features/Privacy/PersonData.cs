using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Privacy;

/// <summary>How one kind of data about a person stands.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rows">Rows that are held.</param>
/// <param name="KeptUntil">First day on which it may be removed; null while the person is employed.</param>
/// <param name="WhyKept">Why it cannot be removed today (zh-CN); null when it can.</param>
internal sealed record KindStanding(DataKind Kind, int Rows, DateOnly? KeptUntil, string? WhyKept)
{
    public bool MayGo => Rows > 0 && WhyKept is null;
}

/// <summary>What is held about a person, what of it may go, and its removal. Works within the scope's transaction.</summary>
internal sealed class PersonData(AppDbContext db, IEnumerable<IErasableData> parts, TimeProvider clock)
{
    public const int LongestReason = 500;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Months for which the company keeps each kind.</summary>
    public async Task<IReadOnlyDictionary<DataKind, int>> MonthsAsync(Guid companyId, CancellationToken ct)
    {
        var own = await db.RetentionPeriods.AsNoTracking().Where(p => p.CompanyId == companyId).ToDictionaryAsync(p => p.Kind, p => p.Months, ct);
        return Enum.GetValues<DataKind>().ToDictionary(kind => kind, kind => own.GetValueOrDefault(kind, DataRules.Of(kind).Months));
    }

    /// <summary>Every kind of data about a person.</summary>
    public async Task<IReadOnlyList<KindStanding>> OfAsync(Guid companyId, Guid personId, CancellationToken ct)
    {
        var months = await MonthsAsync(companyId, ct);
        var (ended, hold) = (await EndedAsync(personId, ct), await db.LegalHolds.AsNoTracking().FirstOrDefaultAsync(h => h.PersonId == personId && h.LiftedUtc == null, ct));
        var standings = new List<KindStanding>();
        foreach (var kind in Enum.GetValues<DataKind>().Where(k => k != DataKind.Identity)) standings.Add(await StandingAsync(kind, personId, months[kind], ended, hold, ct));
        // Without a name, what is still kept would be nobody's.
        var name = await StandingAsync(DataKind.Identity, personId, months[DataKind.Identity], ended, hold, ct);
        var longest = standings.Where(s => s.Rows > 0 && s.WhyKept is not null).MaxBy(s => s.KeptUntil ?? DateOnly.MaxValue);
        if (name.WhyKept is null && longest is not null) name = name with { KeptUntil = longest.KeptUntil, WhyKept = $"其余记录（{longest.Kind}）尚须保存" };
        return [.. standings, name];
    }

    /// <summary>Removes these kinds of data, and records it.</summary>
    /// <returns>Rows that were removed or emptied, by kind.</returns>
    public async Task<IReadOnlyDictionary<DataKind, int>> EraseAsync(Guid companyId, Guid personId, IReadOnlyCollection<DataKind> kinds, Guid? askedBy, Guid? consentedBy, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var removed = new Dictionary<DataKind, int>();
        // The name last: others find their rows by what hangs on the person.
        foreach (var part in parts.Where(p => kinds.Contains(p.Kind)).OrderBy(p => p.Kind))
            removed[part.Kind] = removed.GetValueOrDefault(part.Kind) + await part.EraseAsync(personId, nowUtc, ct);
        foreach (var (kind, rows) in removed)
            db.Removals.Add(new Removal { CompanyId = companyId, PersonId = personId, Kind = kind, Rows = rows, AtUtc = nowUtc, AskedById = askedBy, ConsentedById = consentedBy });
        return removed;
    }

    // The last day of the last employment; null while there is one, or one to come.
    private async Task<DateOnly?> EndedAsync(Guid personId, CancellationToken ct)
    {
        var until = await db.Employments.Where(e => e.PersonId == personId).Select(e => e.Until).ToListAsync(ct);
        return until.Count == 0 || until.Exists(u => u is null || u >= Today) ? null : until.Max();
    }

    private async Task<KindStanding> StandingAsync(DataKind kind, Guid personId, int months, DateOnly? ended, LegalHold? hold, CancellationToken ct)
    {
        var rows = 0;
        foreach (var part in parts.Where(p => p.Kind == kind)) rows += await part.CountAsync(personId, ct);
        var until = ended?.AddDays(1).AddMonths(months);
        var why = until is not { } day ? "仍有劳动关系"
            : Today < day ? $"{DataRules.Of(kind).Basis}：保存至 {day:yyyy-MM-dd}"
            : hold is not null ? "已设置法律保留，不得删除"
            : null;
        return new KindStanding(kind, rows, until, why);
    }
}

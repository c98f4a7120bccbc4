using System.Collections.Frozen;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>What fields of the company's own hold of one kind about a person, their employments and cases: values, files, also of fields that are out of use, and the keys that people are found by.</summary>
/// <remarks>Who may see a field says what kind of data it holds. What everybody sees who sees the person goes with the name, or with the other papers of the case.</remarks>
internal sealed class ErasableFields(DataKind kind, AppDbContext db) : IErasableData
{
    private static readonly FieldEntity[] Personal = [FieldEntity.Person, FieldEntity.Employment, FieldEntity.OffboardingCase];

    private static readonly FrozenDictionary<DataKind, (FieldKind SeenAs, FieldEntity[] Entities)> Table = new Dictionary<DataKind, (FieldKind, FieldEntity[])>
    {
        [DataKind.Contact] = (FieldKind.Contact, Personal),
        [DataKind.Numbers] = (FieldKind.IdentityNumber, Personal),
        [DataKind.Pay] = (FieldKind.Pay, Personal),
        // Somebody's work is judged in what may have to be shown in a dispute.
        [DataKind.Flows] = (FieldKind.Performance, Personal),
        [DataKind.Leaving] = (FieldKind.Person, [FieldEntity.OffboardingCase]),
        [DataKind.Identity] = (FieldKind.Person, [FieldEntity.Person, FieldEntity.Employment]),
    }.ToFrozenDictionary();

    /// <summary>The kinds of data that own fields hold.</summary>
    public static IEnumerable<DataKind> Kinds => Table.Keys;

    /// <inheritdoc />
    public DataKind Kind => kind;

    /// <summary>The kind of data that a field holds about a person; null for an entity that is about nobody.</summary>
    public static DataKind? KindOf(FieldEntity entity, FieldKind seenAs) =>
        Table.Where(k => k.Value.SeenAs == seenAs && k.Value.Entities.Contains(entity)).Select(k => (DataKind?)k.Key).SingleOrDefault();

    /// <inheritdoc />
    public async Task<int> CountAsync(Guid personId, CancellationToken ct)
    {
        var (fields, subjects) = Held(personId);
        return await db.CustomValues.CountAsync(v => subjects.Contains(v.SubjectId) && fields.Contains(v.FieldId), ct)
            + await db.CustomFiles.CountAsync(f => f.SubjectId != null && subjects.Contains(f.SubjectId.Value) && fields.Contains(f.FieldId), ct);
    }

    /// <inheritdoc />
    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var (fields, subjects) = Held(personId);
        await db.CustomKeys.Where(k => subjects.Contains(k.SubjectId) && fields.Contains(k.FieldId)).ExecuteDeleteAsync(ct);
        return await db.CustomFiles.Where(f => f.SubjectId != null && subjects.Contains(f.SubjectId.Value) && fields.Contains(f.FieldId)).ExecuteDeleteAsync(ct)
            + await db.CustomValues.Where(v => subjects.Contains(v.SubjectId) && fields.Contains(v.FieldId)).ExecuteDeleteAsync(ct);
    }

    private (IQueryable<Guid> Fields, IQueryable<Guid> Subjects) Held(Guid personId)
    {
        var (seenAs, entities) = Table[kind];
        return (db.CustomFields.Where(f => f.SeenAs == seenAs && entities.Contains(f.Entity)).Select(f => f.Id), SubjectsOf(db, personId));
    }

    /// <summary>Ids of what is about a person: of themselves, their employments and their cases.</summary>
    public static IQueryable<Guid> SubjectsOf(AppDbContext db, Guid personId) => db.People.Where(p => p.Id == personId).Select(p => p.Id)
        .Concat(db.Employments.Where(e => e.PersonId == personId).Select(e => e.Id))
        .Concat(db.OffboardingCases.Where(c => c.LeaverId == personId).Select(c => c.Id));
}

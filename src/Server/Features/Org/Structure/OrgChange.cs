using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Makes one change of the organisation, on behalf of the current user: checked, audited and committed as a whole, or refused as a whole.</summary>
internal sealed class OrgChange(WriteAttempts writes, CurrentUser user, TimeProvider clock)
{
    /// <param name="Id">What was made or changed.</param>
    public sealed record Response(Guid Id);

    /// <summary>Runs the change.</summary>
    /// <param name="change">Checks and changes; a refusal takes back whatever it had changed by then. Runs again when somebody else was faster.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(Func<OrgEdit, CancellationToken, Task<OrgOutcome>> change, CancellationToken ct)
    {
        try
        {
            return TypedResults.Ok(new Response(await writes.RunAsync((scope, c) => ChangeAsync(scope, change, c), ct)));
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.ToProblem();
        }
    }

    private async Task<Guid> ChangeAsync(IServiceProvider scope, Func<OrgEdit, CancellationToken, Task<OrgOutcome>> change, CancellationToken ct)
    {
        scope.GetRequiredService<CompanyScope>().Enter(user.CompanyId);
        var db = scope.GetRequiredService<AppDbContext>();
        // Two moves at once could close a circle that neither of them sees: changes of one company's structure take turns. On SQLite every writer does.
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM companies WHERE id = {user.CompanyId} FOR UPDATE", ct);
        var fields = new FieldAccess(scope.GetRequiredService<ReadFields>(), scope.GetRequiredService<WriteFields>(), scope.GetRequiredService<StoreValue>());
        var edit = new OrgEdit(db, scope.GetRequiredService<Phones>(), scope.GetRequiredService<IAuditTrail>(), user, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), fields, [.. scope.GetServices<IFollowsEmployment>()], clock);
        var outcome = await change(edit, ct);
        return outcome.Refusal is { } refusal ? throw new RefusedException(refusal) : outcome.Id;
    }

    // Only so that the transaction is rolled back: nobody but RunAsync sees it.
    private sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
    {
        public Refusal Refusal => refusal;
    }
}

/// <summary>What a change of the organisation came to: the id of what was changed, or why it was refused.</summary>
internal readonly record struct OrgOutcome(Guid Id, Refusal? Refusal)
{
    public static implicit operator OrgOutcome(Guid id) => new(id, null);

    public static implicit operator OrgOutcome(Refusal refusal) => new(default, refusal);
}

/// <summary>What a change of the organisation works with.</summary>
/// <param name="Db">Sees the user's company only.</param>
/// <param name="Phones">Keeps phone numbers.</param>
/// <param name="Audit">Gets what was changed.</param>
/// <param name="User">Who changes.</param>
/// <param name="Today">The day, in UTC.</param>
/// <param name="Fields">Fields of the company's own.</param>
/// <param name="Followers">What ends with employments.</param>
/// <param name="Clock">Says until when roles count.</param>
internal sealed record OrgEdit(AppDbContext Db, Phones Phones, IAuditTrail Audit, CurrentUser User, DateOnly Today, FieldAccess Fields, IReadOnlyList<IFollowsEmployment> Followers, TimeProvider Clock)
{
    /// <summary>Whether a person of the company holds a role that allows more than the user may do.</summary>
    public async Task<bool> HoldsMoreAsync(Guid personId, CancellationToken ct) => (await GrantedRights.WiderThanAsync(Db, User.AsIdentity(), User.CompanyId, Clock.GetUtcNow().UtcDateTime, ct)).Contains(personId);

    /// <summary>Brings what ends with the employments of a person up to date, after they were changed.</summary>
    public async Task EmploymentsChangedAsync(Guid personId, CancellationToken ct)
    {
        await Db.SaveChangesAsync(ct);
        foreach (var follower in Followers) await follower.FollowAsync([personId], ct);
    }

    /// <summary>Puts the change into the audit trail.</summary>
    public void Record(string action, string subject, Guid id, object data, Dictionary<string, object?>? personal = null) =>
        Audit.Record(new AuditFact(User.CompanyId, User.Actor, action, $"{subject}:{id:D}", data) { Personal = personal });

    /// <summary>Writes fields of the company's own, of what is about a person. The person must have been saved.</summary>
    public async Task<FieldChange> WriteFieldsAsync(FieldEntity entity, Guid id, Guid personId, JsonObject? given, bool isNew, CancellationToken ct)
    {
        if (given is null && !isNew) return new([], null);
        var sight = await FieldSight.OfAsync(Db, User, [personId], ct);
        return await Fields.Write.RunAsync(new(User.CompanyId, entity, id), given, f => sight.MayChange(personId, f), isNew, User.PersonId, ct);
    }

    /// <summary>Writes fields of the company's own, of what is about nobody, such as a department.</summary>
    public Task<FieldChange> WriteFieldsAsync(FieldEntity entity, Guid id, JsonObject? given, bool isNew, CancellationToken ct) =>
        Fields.Write.RunAsync(new(User.CompanyId, entity, id), given, f => FieldSight.MayChangeOfCompany(User, f), isNew, User.PersonId, ct);

    /// <summary>The person, when the user may change them.</summary>
    public Task<PersonRecord?> PersonAsync(Guid id, CancellationToken ct) => Db.People.VisibleTo(User, Permission.PeopleWrite, Db).SingleOrDefaultAsync(p => p.Id == id, ct);
}

/// <summary>Reads and writes fields of the company's own, within the transaction.</summary>
internal sealed record FieldAccess(ReadFields Read, WriteFields Write, StoreValue Store);

namespace HrBpm.Activities.Evidence;

/// <summary>The company's record of what was done. A fact commits or vanishes together with the change that it is about.</summary>
public interface IAuditTrail
{
    /// <summary>Adds the fact to the transaction of the current scope. Never waits for anything.</summary>
    /// <exception cref="ArgumentException">The fact has no company, actor, action or subject, or its data has no JSON form.</exception>
    void Record(AuditFact fact);
}

/// <summary>One thing that was done.</summary>
/// <param name="CompanyId">Whose log it belongs to.</param>
/// <param name="Actor">Who did it: a person's id, or the name of what acted by itself, for example <c>time</c> or <c>job</c>.</param>
/// <param name="Action">Stable dotted verb, for example <c>tasks.completed</c>.</param>
/// <param name="Subject">What it was done to, for example <c>task:0198c1d2-…</c>.</param>
/// <param name="Data">The particulars, an object that System.Text.Json can write. Hashed as RFC 8785 canonical JSON, for as long as the log is kept: what is personal belongs into <see cref="Personal"/>.</param>
public sealed record AuditFact(Guid CompanyId, string Actor, string Action, string Subject, object Data)
{
    /// <summary>Particulars that are somebody's personal data or secret, by name. The entry holds a salted commitment to each; the value is kept beside it, sealed, and can be erased without breaking the log.</summary>
    public IReadOnlyDictionary<string, object?>? Personal { get; init; }

    /// <summary>The person whom <see cref="Personal"/> is about, where the subject does not name them.</summary>
    public Guid? About { get; init; }
}

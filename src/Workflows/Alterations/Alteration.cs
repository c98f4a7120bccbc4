using System.Text.Json.Serialization;

namespace HrBpm.Workflows;

/// <summary>A repair that an operator makes to a running instance.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "alteration")]
[JsonDerivedType(typeof(ModifyVariable), "modifyVariable")]
[JsonDerivedType(typeof(CancelActivity), "cancelActivity")]
[JsonDerivedType(typeof(ScheduleActivity), "scheduleActivity")]
[JsonDerivedType(typeof(HealActivity), "healActivity")]
[JsonDerivedType(typeof(Migrate), "migrate")]
public abstract record Alteration
{
    private Alteration() { }

    /// <summary>Gives a variable another value.</summary>
    /// <param name="VariableId">Id of the variable; of several scopes that have it the innermost counts.</param>
    /// <param name="Value">The value, JSON-shaped; it is converted to the variable's type.</param>
    public sealed record ModifyVariable(string VariableId, object? Value) : Alteration;

    /// <summary>Ends an activity that runs or waits, as if the flow had never led to it.</summary>
    /// <param name="ActivityId">Id of the activity in the definition, or its node id; every visit to it is meant.</param>
    /// <param name="Execution">One visit instead.</param>
    public sealed record CancelActivity(string? ActivityId, int? Execution = null) : Alteration;

    /// <summary>Visits an activity: anew when it failed, otherwise in addition to what goes on.</summary>
    /// <param name="ActivityId">Id of the activity in the definition, or its node id.</param>
    /// <param name="Execution">A visit that failed instead.</param>
    public sealed record ScheduleActivity(string? ActivityId, int? Execution = null) : Alteration;

    /// <summary>Lets an activity that failed run again, in the place where it stands; its incident is dealt with.</summary>
    /// <param name="ActivityId">Id of the activity in the definition, or its node id.</param>
    /// <param name="Execution">A visit that failed instead.</param>
    public sealed record HealActivity(string? ActivityId, int? Execution = null) : Alteration;

    /// <summary>Goes on by another version of the definition.</summary>
    /// <param name="TargetVersion">Its number.</param>
    public sealed record Migrate(int TargetVersion) : Alteration;
}

/// <summary>Alters an instance: all of it, or nothing.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Alterations">What to do, in this order. A migration comes first.</param>
public sealed record AlterInstance(string InstanceId, IReadOnlyList<Alteration> Alterations) : Command;

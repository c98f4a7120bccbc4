namespace HrBpm.Activities.WorkingTime;

/// <summary>Days from one to another, both among them.</summary>
public static class Days
{
    /// <summary>Whether a day is among them.</summary>
    /// <param name="from">First day; null when there was none.</param>
    /// <param name="until">Last day; null when there is no end in sight.</param>
    /// <param name="day">The day.</param>
    public static bool Cover(DateOnly? from, DateOnly? until, DateOnly day) => (from is null || from <= day) && (until is null || day <= until);
}

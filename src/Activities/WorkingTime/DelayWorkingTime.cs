using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.WorkingTime;

/// <summary>Waits until so much working time has passed, on the calendar of a person.</summary>
[Activity("HrBpm.DelayWorkingTime", "等待工作时间", Category = "人工", Icon = "clock", Description = "按某人的工作日历等待若干工作日或工作小时; 开始等待后修改日历不影响到期时间。")]
[Outcomes("Done")]
public sealed class DelayWorkingTime(IWorkSchedules schedules) : Activity
{
    /// <summary>How long, for example <c>2wd</c> or <c>8wh</c>.</summary>
    [Input("2wd 为 2 个工作日, 8wh 为 8 个工作小时", DisplayName = "工作时间"), Required]
    public string Duration { get; init; } = "";

    /// <summary>On whose calendar.</summary>
    [Input("按谁的工作日历计算, 人员编号", DisplayName = "人员")]
    public Guid CalendarOf { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (WorkingDuration.WhyNot(Duration, out var duration) is { } unreadable) return Fail("working-time.duration-invalid", unreadable);
        if (await schedules.OfAsync(CalendarOf, ct) is not { } schedule) return Fail("working-time.person-unknown", $"Expected the id of a person with an employment, but got {CalendarOf:D}.");
        return schedule.After(context.NowUtc, duration) is { } due
            ? WaitFor(context.Bookmark("HrBpm.WorkingTime", null, due))
            : Fail("working-time.none", $"Expected {duration} of work within {WorkSchedule.LongestSearch} days on the calendar of {CalendarOf:D}, but there is less.");
    }
}

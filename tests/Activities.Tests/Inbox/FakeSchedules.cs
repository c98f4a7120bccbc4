using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Everybody works in Shanghai from Monday to Friday, until something else is said; people are found by name.</summary>
internal sealed class FakeSchedules(FakeOrg org) : IWorkSchedules
{
    private readonly Dictionary<Guid, WorkSchedule> own = [];

    public WorkSchedule Usual { get; set; } = new("Asia/Shanghai", WorkingCalendar.Usual, []);

    public void Put(string name, WorkSchedule schedule) => own[org[name]] = schedule;

    public Task<WorkSchedule?> OfAsync(Guid personId, CancellationToken ct) => Task.FromResult<WorkSchedule?>(own.GetValueOrDefault(personId, Usual));
}

using HrBpm.Designer.Api;
using HrBpm.Designer.Inbox;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>What is sent again after a lost answer is known by what it has done, and nothing else passes for it.</summary>
public sealed class SentBeforeTests
{
    private static readonly Guid Own = new("00000000-0000-4000-8000-000000000001"), New = new("00000000-0000-4000-8000-000000000002"),
        Me = new("00000000-0000-4000-8000-000000000003"), Other = new("00000000-0000-4000-8000-000000000004"), Third = new("00000000-0000-4000-8000-000000000005");

    private static readonly TaskDetails Seen = Task(Entry(Own, Me));

    [Fact]
    public void A_transfer_counts_when_it_was_mine_and_went_to_the_very_person()
    {
        var given = Task(Entry(Own, Me, AssignmentState.Transferred, by: Me, outcome: "transfer"), Entry(New, Other, origin: AssignmentOrigin.Transfer));

        SentBefore.Is(Seen, given, "transfer", Me, Other).ShouldBeTrue();
        SentBefore.Is(Seen, given, "transfer", Me, Third).ShouldBeFalse("it went to somebody else the first time");
        SentBefore.Is(Seen, given, "transfer", Third, Other).ShouldBeFalse("somebody else did it");
        SentBefore.Is(given, given, "transfer", Me, Other).ShouldBeFalse("that was an earlier one");
    }

    [Fact]
    public void A_delegation_and_signers_count_by_the_task_that_they_made()
    {
        SentBefore.Is(Seen, Task(Entry(Own, Me, AssignmentState.Delegated), Entry(New, Other, origin: AssignmentOrigin.Delegation)), "delegate", Me, Other).ShouldBeTrue();
        var signers = Task(Entry(Own, Me, AssignmentState.Held), Entry(New, Other, origin: AssignmentOrigin.Added));
        SentBefore.Is(Seen, signers, "addBefore", Me, Other).ShouldBeTrue();
        SentBefore.Is(Seen, signers, "delegate", Me, Other).ShouldBeFalse();
        SentBefore.Is(Seen, Seen, "addBeside", Me, Other).ShouldBeFalse("nothing arrived");
    }

    [Fact]
    public void A_signer_who_was_removed_now_counts_and_one_removed_before_does_not()
    {
        var asked = Task(Entry(Own, Me), Entry(New, Other, origin: AssignmentOrigin.Added));
        var removed = Task(Entry(Own, Me), Entry(New, Other, AssignmentState.Removed, AssignmentOrigin.Added, by: Me, outcome: "removeSigner"));

        SentBefore.Is(asked, removed, "removeSigner", Me, Other).ShouldBeTrue();
        SentBefore.Is(removed, removed, "removeSigner", Me, Other).ShouldBeFalse();
    }

    [Fact]
    public void A_return_counts_when_it_was_mine()
    {
        SentBefore.Is(Seen, Task(Entry(Own, Me, AssignmentState.Returned, by: Me, outcome: "return")), "return", Me, null).ShouldBeTrue();
        SentBefore.Is(Seen, Task(Entry(Own, Me, AssignmentState.Approved, by: Me, outcome: "approve")), "return", Me, null).ShouldBeFalse();
    }

    private static TaskDetails Task(params TaskDetailsEntry[] history) => new() { Id = Own, History = history };

    private static TaskDetailsEntry Entry(Guid task, Guid assignee, AssignmentState state = AssignmentState.Open, AssignmentOrigin origin = AssignmentOrigin.Rule, Guid? by = null, string? outcome = null) => new()
    {
        TaskId = task,
        Assignee = new NamedPerson { Id = assignee, Name = "?" },
        State = state,
        Origin = origin,
        By = by is { } id ? new NamedPerson { Id = id, Name = "?" } : null,
        Outcome = outcome,
        ClosedUtc = by is null ? null : DateTimeOffset.UnixEpoch,
    };
}

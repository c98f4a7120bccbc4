using HrBpm.Activities.Accounts;
using HrBpm.Activities.Org;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Accounts;

/// <summary>What happens in this system itself when somebody leaves: no sign-in any more, and their tasks go to somebody else.</summary>
public sealed class LeavingAccountTests
{
    private readonly FlowVisit visit = new(Guid.CreateVersion7(), Situations.Company, Situations.NowUtc);

    [Theory]
    [InlineData(null)]
    [InlineData("accounts.unknown")]
    public async Task Sign_in_is_disabled_and_recorded_also_for_somebody_who_has_no_account(string? refusal)
    {
        var (accounts, hr) = (new Accounts(refusal), new MemoryHr());
        (await new DisableSignIn(accounts, hr) { PersonId = Situations.Leaver.Id }.RunAsync(visit, CancellationToken.None)).ShouldBeOfType<ActivityResult.Completed>();
        accounts.Disabled.ShouldBe([Situations.Leaver.Id]);
        var fact = hr.Facts.ShouldHaveSingleItem();
        (fact.Action, fact.Subject, fact.CompanyId).ShouldBe(("accounts.sign-in-disabled", $"person:{Situations.Leaver.Id:D}", Situations.Company));
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_disabled_is_an_incident_and_nothing_is_recorded()
    {
        var hr = new MemoryHr();
        (await new DisableSignIn(new Accounts("accounts.locked"), hr) { PersonId = Situations.Leaver.Id }.RunAsync(visit, CancellationToken.None)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("accounts.locked");
        hr.Facts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_tasks_go_to_the_successor_except_those_of_the_leavers_own_case()
    {
        var tasks = new Tasks();
        var handOver = new HandOverTasks(tasks) { FromPersonId = Situations.Leaver.Id, ToPersonId = Situations.Receiver.Id, Reason = "离职" };
        (await handOver.RunAsync(visit, CancellationToken.None)).ShouldBeOfType<ActivityResult.Completed>();
        tasks.Asked.ShouldBe([(Situations.Leaver.Id, Situations.Receiver.Id, visit.InstanceId, "离职")]);
        handOver.Given.ShouldBe(3);
    }

    private sealed class Tasks : ITaskHandover
    {
        public List<(Guid From, Guid To, string Except, string Reason)> Asked { get; } = [];

        public Task<int> GiveAsync(Guid fromPersonId, Guid toPersonId, string exceptInstanceId, string reason, CancellationToken ct)
        {
            Asked.Add((fromPersonId, toPersonId, exceptInstanceId, reason));
            return Task.FromResult(3);
        }
    }

    private sealed class Accounts(string? refusal) : ISignInAccounts
    {
        public List<Guid> Disabled { get; } = [];

        public Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct)
        {
            Disabled.Add(personId);
            return Task.FromResult(refusal is null ? null : new Refusal(refusal, "Expected otherwise, but it is so."));
        }

        public Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct) => throw new NotSupportedException();

        public Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, string use, CancellationToken ct) => throw new NotSupportedException();

        public Task<Refusal?> CheckPasskeyAsync(Guid personId, string use, PasskeyProof proof, CancellationToken ct) => throw new NotSupportedException();
    }
}

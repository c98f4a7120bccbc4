using HrBpm.Activities.Accounts;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>What is true around an offboarding, as a variation tells it.</summary>
/// <param name="LeaverHasWeCom">The leaver is a WeCom member.</param>
/// <param name="ReceiverHasWeCom">So is whoever takes over.</param>
/// <param name="Assets">Tags of what the leaver has.</param>
/// <param name="Customers">Number of WeCom customers of the leaver.</param>
/// <param name="FailedCustomers">Of them, those whose transfer cannot be started.</param>
/// <param name="RefusingCustomers">Of them, those who refuse.</param>
/// <param name="CappedCustomers">Of them, those whom the receiver cannot take any more.</param>
/// <param name="IsReleasedEarly">Two people have let all pay go as soon as there is a statement.</param>
internal sealed record OffboardingWorld(
    bool LeaverHasWeCom = true, bool ReceiverHasWeCom = true, IReadOnlyList<string>? Assets = null, int Customers = 3, int FailedCustomers = 0, int RefusingCustomers = 0, int CappedCustomers = 0,
    bool IsReleasedEarly = false)
{
    public IEnumerable<string> CustomerIds => Enumerable.Range(1, Customers).Select(number => $"wm-{number}");
}

/// <summary>What was done outside, with the moment of each.</summary>
internal sealed class OutsideLedger(TimeProvider clock) : ISignInAccounts, ITaskHandover
{
    public List<(string What, DateTime AtUtc)> Done { get; } = [];

    public void Note(string what) => Done.Add((what, clock.GetUtcNow().UtcDateTime));

    public Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct)
    {
        Note("signIn.disabled");
        return Task.FromResult<Refusal?>(null);
    }

    public Task<int> GiveAsync(Guid fromPersonId, Guid toPersonId, string exceptInstanceId, string reason, CancellationToken ct)
    {
        Note("tasks.handedOver");
        return Task.FromResult(0);
    }

    public Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct) => throw new NotSupportedException();

    public Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, string use, CancellationToken ct) => throw new NotSupportedException();

    public Task<Refusal?> CheckPasskeyAsync(Guid personId, string use, PasskeyProof proof, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>Contracts and certificates in memory.</summary>
internal sealed class MemoryCertificates : ICertificates, IEmploymentFacts
{
    public List<Certificate> Issued { get; } = [];

    public Task<Certificate?> FindAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Issued.Find(certificate => certificate.CaseId == caseId));

    public Task AddAsync(Certificate certificate, CancellationToken ct)
    {
        Issued.Add(certificate);
        return Task.CompletedTask;
    }

    Task<EmploymentFacts?> IEmploymentFacts.FindAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<EmploymentFacts?>(new("星河科技有限公司", "客户经理", new(2022, 3, 15), new(2025, 3, 15), new(2028, 3, 14)));
}

/// <summary>Stands in for the systems outside: every connector of the flow, under its own name, with the outputs that the flow reads.</summary>
internal static class OutsideActivities
{
    public static readonly Type[] All =
        [typeof(ScimDisable), typeof(WeComDisable), typeof(WeComDelete), typeof(WeComList), typeof(WeComTransfer), typeof(WeComAwait), typeof(Pay), typeof(Message)];

    [Activity("HrBpm.Scim.DisableUser", "停用目录账号"), RunsOutside]
    private sealed class ScimDisable(OutsideLedger ledger) : Activity
    {
        [Input("u")] public string UserName { get; init; } = "";

        [Output("e")] public Dictionary<string, object?> Evidence { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            ledger.Note("scim.userDisabled");
            Evidence = new() { ["active"] = false };
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.DisableMember", "停用成员"), RunsOutside]
    private sealed class WeComDisable(OutsideLedger ledger) : Activity
    {
        [Input("u")] public string UserId { get; init; } = "";

        [Output("e")] public Dictionary<string, object?> Evidence { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            ledger.Note("weCom.memberDisabled");
            Evidence = new() { ["enable"] = 0 };
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.DeleteMember", "删除成员"), RunsOutside]
    private sealed class WeComDelete(OutsideLedger ledger) : Activity
    {
        [Input("u")] public string UserId { get; init; } = "";

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            ledger.Note("weCom.memberDeleted");
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.ListUnassigned", "列出客户"), RunsOutside]
    private sealed class WeComList(OffboardingWorld world) : Activity
    {
        [Input("u")] public string UserId { get; init; } = "";

        [Output("c")] public List<object?> Customers { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            Customers = [.. world.CustomerIds];
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.TransferCustomers", "分配客户"), RunsOutside]
    private sealed class WeComTransfer(OffboardingWorld world) : Activity
    {
        [Input("c")] public IReadOnlyList<string> Customers { get; init; } = [];

        [Output("s")] public List<object?> Started { get; private set; } = [];

        [Output("f")] public List<object?> Failed { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            Failed = [.. Customers.Take(world.FailedCustomers).Select(id => new Dictionary<string, object?> { ["customer"] = id, ["errcode"] = 40096L })];
            Started = [.. Customers.Skip(world.FailedCustomers)];
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.AwaitTransfer", "等待接替"), Outcomes("All", "Partly"), RunsOutside]
    private sealed class WeComAwait(OffboardingWorld world) : Activity
    {
        [Input("c")] public IReadOnlyList<string> Customers { get; init; } = [];

        [Output("t")] public List<object?> Transferred { get; private set; } = [];

        [Output("r")] public List<object?> Refused { get; private set; } = [];

        [Output("p")] public List<object?> Capped { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            Refused = [.. Customers.Take(world.RefusingCustomers)];
            Capped = [.. Customers.Skip(Refused.Count).Take(world.CappedCustomers)];
            Transferred = [.. Customers.Skip(Refused.Count + Capped.Count)];
            return Task.FromResult(Done(Refused.Count + Capped.Count == 0 ? "All" : "Partly"));
        }
    }

    [Activity("HrBpm.Payroll.ReleaseItems", "发放"), RunsOutside]
    private sealed class Pay(OutsideLedger ledger) : Activity
    {
        [Input("i")] public IReadOnlyList<PayrollItem> Items { get; init; } = [];

        [Output("r")] public List<object?> ReleaseIds { get; private set; } = [];

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            foreach (var item in Items) ledger.Note($"paid {item.Kind}");
            ReleaseIds = [.. Items.Select(item => $"r-{item.ItemId}")];
            return Task.FromResult(Done());
        }
    }

    [Activity("HrBpm.WeCom.SendMessage", "消息"), RunsOutside]
    private sealed class Message : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(Done());
    }
}

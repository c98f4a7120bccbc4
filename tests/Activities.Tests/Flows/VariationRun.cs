using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Accounts;
using HrBpm.Activities.Assets;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.Tests.Inbox;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>Walks the standard offboarding of 张伟 to its end in memory: the real definition, engine and activities, with ports in memory and stand-ins for the systems outside.</summary>
internal sealed class VariationRun : IAsyncDisposable
{
    private static readonly Type[] Types =
        [.. typeof(OpenOffboardingCase).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsPublic: true } && type.IsSubclassOf(typeof(Activity)) && type.Namespace?.Contains("Connectors", StringComparison.Ordinal) == false), .. OutsideActivities.All];

    private readonly Variation variation;
    private readonly FakeOrg org = new();
    private readonly RecordingInbox inbox;
    private readonly WorkflowHarness harness;
    private readonly Dictionary<string, Queue<VariationMove>> moves;

    public VariationRun(Variation variation)
    {
        this.variation = variation;
        moves = variation.Moves.ToDictionary(step => step.Key, step => new Queue<VariationMove>(step.Value));
        inbox = new(org);
        foreach (var (role, name) in (ValueTuple<string, string>[])[("HrManager", "赵敏"), ("HrSpecialist", "刘洋"), ("It", "许诺"), ("Administration", "许诺"), ("Finance", "总经理"), ("FinanceManager", "总经理")]) org.Roles[role] = [name];
        if (!variation.World.LeaverHasWeCom) org.LeaveWeCom("张伟");
        if (!variation.World.ReceiverHasWeCom) org.LeaveWeCom("李娜");
        foreach (var tag in variation.World.Assets ?? ["LT-1", "BD-1"]) Hr.Assets[tag] = null;
        harness = new WorkflowHarness(Types, services => services
            .AddSingleton(variation.World).AddSingleton<OutsideLedger>().AddSingleton<ISignInAccounts>(s => s.GetRequiredService<OutsideLedger>()).AddSingleton<ITaskHandover>(s => s.GetRequiredService<OutsideLedger>())
            .AddSingleton<IInbox>(inbox).AddSingleton<IOrg>(org).AddSingleton<IAbsences>(new FakeAbsences(org)).AddSingleton<IWorkSchedules>(new FakeSchedules(org))
            .AddSingleton<IOffboarding>(Hr).AddSingleton<IHandover>(Hr).AddSingleton<IPayStatements>(Hr).AddSingleton<IAssets>(Hr).AddSingleton<IAuditTrail>(Hr).AddSingleton<IEmployments>(Hr).AddSingleton<ICustomFields>(Hr)
            .AddSingleton<ICertificates>(Certificates).AddSingleton<IEmploymentFacts>(Certificates).AddSingleton<IAnswerCheck, OffboardingRequestCheck>().AddSingleton(Options.Create(new OffboardingOptions())));
    }

    public Variation Variation => variation;

    public MemoryHr Hr { get; } = new();

    public MemoryCertificates Certificates { get; } = new();

    public IReadOnlyList<(string What, DateTime AtUtc)> Outside => harness.Services.GetRequiredService<OutsideLedger>().Done;

    /// <summary>Titles of the copies that nobody has to act on.</summary>
    public IEnumerable<string> Notices => inbox.Asks.Where(ask => ask.Kind == TaskKind.Notice).Select(ask => ask.Title);

    /// <summary>What people were asked, in order.</summary>
    public IReadOnlyList<TaskAsk> Asked => inbox.Asks;

    public OffboardingCase Case => Hr.Cases.Values.Single();

    /// <summary>Every node that was completed, with the ports by which it was left.</summary>
    public IEnumerable<(string Node, IReadOnlyList<string> Ports)> Completed => harness.Events.OfType<ActivityCompleted>()
        .Select(e => (e.Node[(e.Node.LastIndexOf(':') + 1)..], e.Outcomes.Count == 0 ? (IReadOnlyList<string>)["Done"] : e.Outcomes));

    public HashSet<string> Taken => [.. Completed.SelectMany(node => node.Ports.Select(port => $"{node.Node}.{port}"))];

    public async Task PlayAsync()
    {
        (await harness.StartAsync(await File.ReadAllTextAsync(Path.Combine(Definitions.Folder, "offboarding/standard.json")), Request(), Id("赵敏"), tenant: Guid.NewGuid().ToString("D"))).Refusal.ShouldBeNull();
        for (var turn = 0; turn < 200 && harness.Instance.Status != InstanceStatus.Finished; turn++)
        {
            await harness.RunJobsAsync();
            if (variation.World.IsReleasedEarly) ReleaseEarly();
            if (await ActAsync() || harness.Instance.Status == InstanceStatus.Finished) continue;
            var next = harness.Instance.Bookmarks.Values.Min(bookmark => bookmark.DueUtc).ShouldNotBeNull($"nobody may act and nothing is due: {harness.Waiting}");
            await harness.AdvanceAsync(next > harness.Clock.NowUtc ? next - harness.Clock.NowUtc : TimeSpan.Zero);
        }

        harness.Instance.Incidents.ShouldBeEmpty();
        harness.Instance.Status.ShouldBe(InstanceStatus.Finished, harness.Waiting);
        moves.Values.SelectMany(left => left).Where(left => left is { Never: false, Hold: null }).ShouldBeEmpty("every move of the variation must have come");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private async Task<bool> ActAsync()
    {
        foreach (var (task, ask) in inbox.Open.Values.Where(open => open.Task.State == AssignmentState.Open).ToList())
        {
            var planned = moves.GetValueOrDefault(ask.ActivityId, []);
            var move = planned.TryPeek(out var next) ? next : new VariationMove();
            if (move.Never || (move.Hold is { } node && !Completed.Any(each => each.Node == node))) continue;
            _ = planned.TryDequeue(out _);
            await DoAsync(task, ask, move);
            return true;
        }

        return false;
    }

    // As the server does it: the answers are checked against the form first.
    private async Task DoAsync(Assignment task, TaskAsk ask, VariationMove move)
    {
        var verb = move.Action ?? TaskVerbs.MainVerbOf(ask.Kind);
        var answers = verb == TaskVerbs.MainVerbOf(ask.Kind) && ask.Form.Count > 0 ? FormReading.Complete(ask.Form, Answers(ask, move)) : null;
        if (answers is not null) FormCheck.Check(ask.Form, answers).ShouldBeEmpty(ask.ActivityId);
        var command = new TaskCommand
        {
            Verb = verb, By = task.AssigneeId, TaskId = task.TaskId, To = move.To, ComesStraightBack = move.Then == "straightBack", Comment = move.Comment, Answers = answers,
            SignatureId = ask.NeedsSignature && verb == TaskVerbs.MainVerbOf(ask.Kind) ? Guid.NewGuid().ToString("D") : null,
        };
        Action[] restore = [inbox.Remember(), Hr.Remember()];
        var refusal = await harness.Runtime.ResumeAsync(new ResumeCommand(task.BookmarkId!) { Actor = command.By, Input = TaskInput.Of(command) }, CancellationToken.None);
        (refusal?.Code).ShouldBe(move.Refused, refusal?.Message);
        if (move.Refused is null) return;
        foreach (var back in restore) back();
        harness.Instance.Bookmarks.ShouldContainKey(task.BookmarkId!, "a refused answer leaves the task as it was");
    }

    private static Dictionary<string, object?> Answers(TaskAsk ask, VariationMove move)
    {
        var answers = move.Answers is { } given ? (Dictionary<string, object?>)Values.FromJson(given)! : Usual(ask);
        foreach (var (member, value) in move.Amend ?? [])
            answers[member.Replace("InDays", "", StringComparison.Ordinal)] = member.EndsWith("InDays", StringComparison.Ordinal) ? Day((int)value!) : Values.FromJson(value);
        return answers;
    }

    private static Dictionary<string, object?> Usual(TaskAsk ask) => ask.ActivityId switch
    {
        "form" => new((IReadOnlyDictionary<string, object?>)ask.Data!),
        "union" => new() { ["notifiedOn"] = Day(0), ["opinion"] = "工会无异议" },
        "listLines" => new() { ["customers"] = Lines(("subject", "华东制造集团"), ("state", "续约待盖章")), ["followUps"] = Lines(("subject", "季度回款对账"), ("state", "差一笔发票")) },
        "confirmLines" => new() { ["lines"] = new List<object?>(Rows(ask).Select(row => (object?)new Dictionary<string, object?> { ["number"] = row["number"], ["confirmed"] = true })) },
        "checkAssets" => new() { ["lines"] = new List<object?>(Rows(ask).Select(row => (object?)new Dictionary<string, object?> { ["tag"] = row["tag"], ["result"] = "归还" })) },
        "accountsRecovered" => new() { ["otherSystems"] = "VPN 令牌已收回" },
        "loans" => new() { ["cleared"] = true },
        "settlement" => new() { ["items"] = new List<object?> { Item("工资"), Item("经济补偿"), Item("奖金") } },
        "socialInsurance" => new() { ["socialInsurance"] = true, ["file"] = true },
        "damage" => new() { ["basis"] = "不主张" },
        "leftCustomers" => new() { ["arrangement"] = "逐一联系" },
        "objection" => new() { ["resolution"] = "已沟通" },
        _ => [],
    };

    private static IEnumerable<IReadOnlyDictionary<string, object?>> Rows(TaskAsk ask) => ((IEnumerable<object?>)Values.FromClr(ask.Data)!).Select(row => (IReadOnlyDictionary<string, object?>)row!);

    private static List<object?> Lines(params (string Key, object? Value)[] cells) => [cells.ToDictionary(cell => cell.Key, cell => cell.Value)];

    private static Dictionary<string, object?> Item(string kind) => new() { ["kind"] = kind, ["amount"] = new Dictionary<string, object?> { ["amountMinor"] = 1_000_00L, ["currency"] = "CNY" } };

    // The flow of the two people is another one; here only what has become of the pay matters.
    private void ReleaseEarly()
    {
        foreach (var statement in Hr.Statements.Values.ToList())
            Hr.Statements[statement.Id] = statement with { Items = [.. statement.Items.Select(item => item with { State = PayState.Released, ReleaseId = $"early-{item.Id}" })] };
    }

    private Dictionary<string, object?> Request() => new()
    {
        ["leaverId"] = Id("张伟"), ["receiverId"] = Id("李娜"), ["kind"] = variation.Start.Kind, ["waiver"] = variation.Start.Waiver, ["noticeDate"] = Day(0), ["legalEnd"] = Day(variation.Start.LegalEndInDays),
        ["lastWorkingDay"] = Day(variation.Start.LastWorkingDayInDays), ["payThrough"] = Day(variation.Start.LegalEndInDays), ["reason"] = "个人发展",
    };

    private string Id(string name) => org[name].ToString("D");

    private static string Day(int inDays) => new DateOnly(2026, 9, 1).AddDays(inDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

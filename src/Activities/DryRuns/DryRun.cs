using System.Text.Json.Nodes;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.DryRuns;

/// <summary>Runs a draft as it would run, without anything happening: the engine and the activities are the real ones, their world is made of samples, and each step can be taken back.</summary>
/// <remarks>Other systems are never called: whoever makes the run answers in their place. Starting the same way and doing the same acts gives the same run.</remarks>
public sealed class DryRun : IAsyncDisposable
{
    /// <summary>The company in which dry runs happen.</summary>
    public static readonly Guid Company = new("00000000-0000-4000-8000-00000000d27a");

    private const string InstanceId = "000000000000400080000000000d27a1";
    private readonly Stack<(Action Instances, DryRecords Records, DateTime NowUtc)> before = [];
    private readonly List<DryAct> acts = [];
    private readonly InMemoryWorkflows kept = new();
    private readonly DryBook book = new();
    private readonly ManualClock clock;
    private readonly DryOrg org;
    private readonly ServiceProvider services;
    private readonly Graph graph;
    private readonly DryWaits waits;

    private readonly DryFound found;

    private DryRun(string json, DryStart start, IDryOrganisation? organisation)
    {
        Start = start;
        clock = new ManualClock(new DateTimeOffset(DateTime.SpecifyKind(start.AtUtc, DateTimeKind.Utc)));
        org = new DryOrg(start, organisation);
        services = DryServices.Build(clock, kept, book, org);
        graph = services.GetRequiredService<DefinitionCompiler>().Compile("draft", 1, WorkflowDefinition.Read(json));
        found = new DryFound(org, DryStepRules.Of(graph.Definition), start, book);
        waits = new DryWaits(services, graph, kept, book, found);
    }

    /// <summary>How it began.</summary>
    public DryStart Start { get; }

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<DryAct> Acts => acts;

    /// <summary>The moment on its clock, UTC.</summary>
    public DateTime NowUtc => clock.NowUtc;

    /// <summary>How the flow stands.</summary>
    public InstanceSubStatus Status => Instance.SubStatus;

    /// <summary>True when nothing more can happen.</summary>
    public bool IsOver => Instance.Status == InstanceStatus.Finished;

    /// <summary>The way so far.</summary>
    public DryPath Path { get; private set; } = null!;

    /// <summary>The variables before the last act, as JSON text by name.</summary>
    public IReadOnlyDictionary<string, string> VariablesBefore { get; private set; } = new Dictionary<string, string>();

    /// <summary>What is waited for.</summary>
    public IReadOnlyList<DryWait> Waits { get; private set; } = [];

    /// <summary>The next moment at which time itself does something; null when there is none.</summary>
    public DateTime? NextDueUtc => Instance.Bookmarks.Values.Where(bookmark => bookmark.DueUtc is not null).Min(bookmark => bookmark.DueUtc);

    /// <summary>Messages and other calls that nothing waits for, and that would have gone out: the step and the type of the activity.</summary>
    public IReadOnlyList<(string Step, string Type)> Unsent => [.. kept.Jobs.Where(job => job.BookmarkId is null).Select(job => (DryPath.StepOf(job.Node), job.ActivityType))];

    private Instance Instance => kept.Read(InstanceId);

    /// <summary>Steps whose rules have found nobody, so that their policy acted.</summary>
    public IReadOnlyList<DryNobody> Nobody => found.Nobody(Path.Visited, Path.Variables);

    /// <summary>When the sample person works, in the time zone of their branch.</summary>
    public DryHours Hours => org.Known(Start.InitiatorId)?.Hours ?? DryHours.Usual;

    /// <summary>How it began, with everybody whom it has come to know since and whom its rules have found: it goes the same way from there without asking anybody.</summary>
    public DryStart Known => Start with { People = [.. org.People], Findings = [.. org.Findings] };

    /// <summary>Starts a dry run.</summary>
    /// <param name="json">The definition, Elsa 3 JSON; may be a draft.</param>
    /// <param name="start">How it begins.</param>
    /// <param name="organisation">Whom to ask who is who; without it rules are met by stand-ins.</param>
    /// <exception cref="DefinitionException">The definition cannot be compiled.</exception>
    public static async Task<DryRun> BeginAsync(string json, DryStart start, IDryOrganisation? organisation = null)
    {
        var run = new DryRun(json, start, organisation);
        var id = run.graph.Definition.DefinitionId is { Length: > 0 } given ? given : "draft";
        run.kept.Publish(id, json);
        await run.services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartCommand(id)
        {
            InstanceId = InstanceId,
            TenantId = Company.ToString("D"),
            Actor = start.InitiatorId.ToString("D"),
            Input = (IReadOnlyDictionary<string, object?>)Values.FromJson(start.Input)!,
        }, CancellationToken.None);
        await run.SettleDownAsync();
        return run;
    }

    /// <summary>Does something. After a refusal nothing has changed.</summary>
    public async Task<Refusal?> DoAsync(DryAct act)
    {
        var (instances, records, nowUtc) = (kept.Remember(), book.Committed, clock.NowUtc);
        if (await ApplyAsync(act) is { } refusal)
        {
            Restore(instances, records, nowUtc);
            return refusal;
        }

        before.Push((instances, records, nowUtc));
        acts.Add(act);
        VariablesBefore = Path.Variables;
        await SettleDownAsync();
        return null;
    }

    /// <summary>What happens when whoever makes the run just goes on: the first person or system that is waited for answers with a sample, else the clock goes to the next moment. Null when the flow is over, or waits for what has no sample.</summary>
    public DryAct? Next() => Waits.OfType<DryWait.OfPerson>().FirstOrDefault(task => task.Allowed.Contains(task.MainVerb)) is { } person ? new DryAct.Answer(person.Step, person.MainVerb) { As = person.Who.Id, Answers = person.Sample.Count == 0 ? null : (JsonObject)person.Sample.DeepClone() }
        : Waits.OfType<DryWait.OfSystem>().FirstOrDefault() is { } system ? new DryAct.Reply(system.Step) { Outcome = system.Outcomes[0], Values = (JsonObject)system.Sample.DeepClone() }
        : NextDueUtc is { } due ? new DryAct.MoveClock(due)
        : Waits.OfType<DryWait.OfEvent>().FirstOrDefault() is { } awaited ? new DryAct.Reply(awaited.Step)
        : null;

    /// <summary>Takes the last act back.</summary>
    /// <returns>False when there was none.</returns>
    public bool Back()
    {
        if (!before.TryPop(out var earlier)) return false;
        Restore(earlier.Instances, earlier.Records, earlier.NowUtc);
        acts.RemoveAt(acts.Count - 1);
        Look();
        VariablesBefore = Path.Variables;
        return true;
    }

    /// <summary>Evaluates an expression on the variables and inputs as they are now, without changing them.</summary>
    /// <param name="syntax">JavaScript or Liquid.</param>
    /// <param name="text">The expression.</param>
    /// <returns>The value as JSON text, or why there is none.</returns>
    public Task<(string? Value, string? Problem)> EvaluateAsync(string syntax, string text) => new DryScope(this, graph.Definition).EvaluateAsync(services.GetRequiredService<ExpressionEvaluator>(), syntax, text);

    /// <summary>Name of a step.</summary>
    public string NameOf(string step) => graph.Nodes.Values.FirstOrDefault(node => node.Id == step)?.DisplayName ?? step;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => services.DisposeAsync();

    private void Restore(Action instances, DryRecords records, DateTime nowUtc)
    {
        instances();
        book.Committed = records;
        clock.Advance(nowUtc - clock.NowUtc);
    }

    private async Task<Refusal?> ApplyAsync(DryAct act) => act switch
    {
        DryAct.MoveClock move => await MoveAsync(move),
        DryAct.Settle settle when waits.IncidentAt(settle.Step) is { } incident => await Runtime.ResolveIncidentAsync(
            new ResolveIncident(InstanceId, incident.Id, settle.How, "试运行") { Outcome = settle.Outcome, Actor = Start.InitiatorId.ToString("D") }, CancellationToken.None),
        DryAct.Settle settle => NotWaiting(settle.Step),
        DryAct.Answer answer => await waits.CommandOfAsync(answer, clock.NowUtc) is var (command, refusal) && command is null ? refusal ?? NotWaiting(answer.Step) : await Runtime.ResumeAsync(command, CancellationToken.None),
        DryAct.Reply reply => waits.CommandOf(reply) is { } command ? await Runtime.ResumeAsync(command, CancellationToken.None) : NotWaiting(reply.Step),
        _ => throw new InvalidOperationException($"Expected a known act, but got {act.GetType().Name}."),
    };

    private async Task<Refusal?> MoveAsync(DryAct.MoveClock move)
    {
        if (move.UntilUtc < clock.NowUtc) return new("dry-run.clock.backwards", $"Expected a moment from {clock.NowUtc:u} on, but got {move.UntilUtc:u}. To get back, take the last step back.");
        while (Instance.Bookmarks.Values.Where(bookmark => bookmark.DueUtc <= move.UntilUtc).MinBy(bookmark => bookmark.DueUtc) is { } due)
        {
            if (due.DueUtc > clock.NowUtc) clock.Advance(due.DueUtc.Value - clock.NowUtc);
            if (await Runtime.ResumeAsync(new ResumeCommand(due.Id) { IsDue = true }, CancellationToken.None) is { } refusal) return refusal;
        }

        clock.Advance(move.UntilUtc - clock.NowUtc);
        return null;
    }

    private WorkflowRuntime Runtime => services.GetRequiredService<WorkflowRuntime>();

    private async Task SettleDownAsync()
    {
        await services.GetRequiredService<Deliveries>().RunDueAsync(CancellationToken.None);
        Look();
    }

    private void Look()
    {
        Path = new DryPath(kept.History.Where(run => run.InstanceId == InstanceId).SelectMany(run => InstanceJson.ReadEvents(run.Events)), graph.Nodes, graph.Definition.Variables);
        Waits = waits.Of(Instance, clock.NowUtc, Start.InitiatorId);
    }

    private Refusal NotWaiting(string step) => new("dry-run.step.not-waiting", $"Expected step '{NameOf(step)}' to wait for an answer, but it does not.");
}

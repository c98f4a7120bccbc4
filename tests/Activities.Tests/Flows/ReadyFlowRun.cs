using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Activities.Assets;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Activities.Tests.Inbox;
using HrBpm.Activities.Tests.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>Runs a ready flow of the product to its end in memory: whoever has a task does it, with answers that its form has nothing against.</summary>
internal sealed class ReadyFlowRun : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly FakeOrg org = new();
    private readonly MemoryHr hr = new();
    private readonly WorkflowHarness harness;
    private readonly RecordingInbox inbox;
    private readonly string file;

    public ReadyFlowRun(string file)
    {
        this.file = file;
        inbox = new RecordingInbox(org);
        foreach (var role in (string[])["HrManager", "HrBp", "It", "Administration", "Finance", "PayrollClerk", "SchoolAdministrator"]) org.Roles[role] = ["赵敏"];
        org.Roles["FinanceManager"] = ["总经理"];
        harness = new WorkflowHarness([typeof(Approval), typeof(Handle), typeof(InitiatorForm), typeof(SendCopy), typeof(IssueAssets), typeof(ListAssets), typeof(CloseAssets), typeof(NoMessage)], services => services
            .AddSingleton<IInbox>(inbox).AddSingleton<IOrg>(org).AddSingleton<IAssets>(hr).AddSingleton<IAbsences>(new FakeAbsences(org)).AddSingleton<IWorkSchedules>(new FakeSchedules(org)));
    }

    /// <summary>Assets of the company; null while somebody has them.</summary>
    public Dictionary<string, AssetEnd?> Assets => hr.Assets;

    /// <summary>Titles and receivers of the copies.</summary>
    public IEnumerable<string> Copies => inbox.Copies.Select(copy => $"{org.NameOf(Guid.Parse(copy.PersonId))}: {inbox.All[copy.TaskId].Ask.Title}");

    public string Path => harness.Path;

    public Guid this[string name] => org[name];

    /// <summary>Starts it, as 张伟, with what would be filled in, and does everything.</summary>
    /// <param name="answers">Answers that matter; the rest of the form is filled in somehow.</param>
    /// <param name="rejectAt">The approval that is refused; null for none.</param>
    /// <param name="actor">Who starts it.</param>
    public async Task RunAsync(JsonObject answers, string? rejectAt = null, string actor = "张伟")
    {
        var json = await File.ReadAllTextAsync(System.IO.Path.Combine(Definitions.Folder, file));
        var form = JsonNode.Parse(json)!["root"]!["activities"]!.AsArray().First(a => (string?)a!["type"] == "HrBpm.InitiatorForm")!["form"]!["expression"]!["value"]!.ToString();
        (await harness.StartAsync(json, Filled(JsonSerializer.Deserialize<List<FormField>>(form, Json)!, answers), org[actor].ToString("D"))).Refusal.ShouldBeNull();
        for (var step = 0; step < 60 && inbox.Open.Values.FirstOrDefault(open => open.Task.State == AssignmentState.Open) is { Task: { } task, Ask: { } ask }; step++)
        {
            ask.DueUtc.ShouldNotBeNull($"'{ask.ActivityName}' should say by when");
            if (ask.NeedsSignature) ask.Document.ShouldNotBeNullOrWhiteSpace();
            var verb = ask.ActivityId == rejectAt ? TaskVerbs.Reject : TaskVerbs.MainVerbOf(ask.Kind);
            var command = new TaskCommand { Verb = verb, By = task.AssigneeId, TaskId = task.TaskId, SignatureId = ask.NeedsSignature ? Guid.NewGuid().ToString("D") : null, Answers = verb == TaskVerbs.Reject ? null : Filled(ask.Form, []) };
            (await harness.Runtime.ResumeAsync(new ResumeCommand(task.BookmarkId!) { Actor = command.By, Input = TaskInput.Of(command) }, CancellationToken.None)).ShouldBeNull();
        }

        harness.Instance.Incidents.ShouldBeEmpty();
        harness.Instance.Status.ShouldBe(InstanceStatus.Finished);
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    // As the server does it: checked against the form, then completed by it.
    private IReadOnlyDictionary<string, object?> Filled(IReadOnlyList<FormField> form, JsonObject given)
    {
        var answers = (Dictionary<string, object?>)Values.FromJson(given)!;
        // One after another, because an answer may ask for further fields.
        foreach (var field in form.Where(field => !answers.ContainsKey(field.Key) && field.Type is not (FormFieldType.Section or FormFieldType.Formula)))
            if (Workflows.Forms.FormStanding.Of(FormReading.RulesOf(form).Rules, key => answers.GetValueOrDefault(key)).Visible.Contains(field.Key)) answers[field.Key] = Sample(field);
        FormCheck.Check(form, answers).ShouldBeEmpty();
        return FormReading.Complete(form, answers);
    }

    private object Sample(FormField field) => field.Type switch
    {
        FormFieldType.Number => 3,
        FormFieldType.Money => new Dictionary<string, object?> { ["amountMinor"] = 1_000_00L, ["currency"] = "CNY" },
        FormFieldType.Date => "2026-03-31",
        FormFieldType.DateRange => new Dictionary<string, object?> { ["from"] = "2026-03-30", ["to"] = "2026-04-01" },
        FormFieldType.Boolean => true,
        FormFieldType.Choice => field.Options[0],
        FormFieldType.Choices => new List<object?> { field.Options[0] },
        FormFieldType.Person => org["刘洋"].ToString("D"),
        FormFieldType.Department => Guid.NewGuid().ToString("D"),
        FormFieldType.Lines => new List<object?> { field.Columns.ToDictionary(column => column.Key, column => (object?)(column.Key == "tag" ? "LT-0042" : Sample(column))) },
        _ => "如申请所述",
    };

    [Activity("HrBpm.WeCom.SendMessage", "消息"), RunsOutside]
    private sealed class NoMessage : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(Done());
    }
}

using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>张伟's request: his form, then 李娜, then 王强, run by the real engine in memory.</summary>
internal sealed class StepSituation : IAsyncDisposable
{
    private readonly WorkflowHarness harness;

    public StepSituation()
    {
        Inbox = new RecordingInbox(Org);
        Absences = new FakeAbsences(Org);
        Schedules = new FakeSchedules(Org);
        harness = new WorkflowHarness([typeof(Approval), typeof(Handle), typeof(InitiatorForm), typeof(SendCopy), typeof(NoMessage)], services => services.AddSingleton<IInbox>(Inbox).AddSingleton<IOrg>(Org).AddSingleton<IAbsences>(Absences).AddSingleton<IWorkSchedules>(Schedules));
    }

    public FakeOrg Org { get; } = new();

    public RecordingInbox Inbox { get; }

    public FakeAbsences Absences { get; }

    public FakeSchedules Schedules { get; }

    /// <summary>Inputs of the form.</summary>
    public Dictionary<string, string> Form { get; set; } = [];

    public WorkflowHarness Flow => harness;

    /// <summary>Who has a task: the names in the order in which the tasks opened.</summary>
    public string Holders => string.Join(" ", Inbox.Open.Values.Where(open => open.Task.State == AssignmentState.Open).Select(open => Org.NameOf(Guid.Parse(open.Task.AssigneeId))));

    public IEnumerable<IReadOnlyDictionary<string, object?>> Messages => harness.Kept.Jobs.Where(job => job.ActivityType == "HrBpm.WeCom.SendMessage").Select(job => job.Inputs);

    /// <summary>Starts the form, the activities one after another, and a line at the end of each outcome of the last.</summary>
    public async Task StartAsync(params JsonObject[] steps)
    {
        JsonObject[] activities = [FormStep(), .. steps, Line("approved", "Approved"), Line("rejected", "Rejected"), Line("advanced", "Advanced"), Line("done", "Done")];
        var connections = new JsonArray();
        for (var i = 0; i < steps.Length; i++)
            connections.Add(Connection((string)activities[i]["id"]!, i == 0 || Is(activities[i], "HrBpm.Handle") || Is(activities[i], "HrBpm.SendCopy") ? "Done" : "Approved", (string)activities[i + 1]["id"]!));
        var last = (string)steps[^1]["id"]!;
        foreach (var outcome in (string[])(Is(steps[^1], "HrBpm.Handle") ? ["Done", "Advanced"] : Is(steps[^1], "HrBpm.SendCopy") ? ["Done"] : ["Approved", "Rejected", "Advanced"]))
            connections.Add(Connection(last, outcome, outcome.ToLowerInvariant()));
        await StartAsync(activities, connections);
    }

    /// <summary>Starts the form, then these two side by side, then, when both have agreed, a line.</summary>
    public Task StartParallelAsync(JsonObject left, JsonObject right) => StartAsync(
        [FormStep(), left, right, new() { ["id"] = "join", ["type"] = "Elsa.FlowJoin", ["mode"] = Input("String", "WaitAll") }, Line("approved", "Approved")],
        [
            Connection("form", "Done", (string)left["id"]!), Connection("form", "Done", (string)right["id"]!),
            Connection((string)left["id"]!, "Approved", "join"), Connection((string)right["id"]!, "Approved", "join"), Connection("join", "Done", "approved"),
        ]);

    private async Task StartAsync(JsonObject[] activities, JsonArray connections)
    {
        var definition = new JsonObject
        {
            ["definitionId"] = "request",
            ["name"] = "request",
            ["toolVersion"] = "3.8.0.0",
            ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["activities"] = new JsonArray([.. activities]), ["connections"] = connections },
        };
        var result = await harness.StartAsync(definition.ToJsonString(), new Dictionary<string, object?> { ["reason"] = "年假" }, Org["张伟"].ToString("D"));
        result.Refusal.ShouldBeNull();
    }

    public static JsonObject Step(string id, string type, params (string Name, object Value)[] inputs)
    {
        var step = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["title"] = Input("String", $"{id} 的待办") };
        foreach (var (name, value) in inputs) step[name] = value is string text ? Input("Object", text) : Input("Object", ((JsonNode)value).ToJsonString());
        return step;
    }

    public static JsonObject Manager(params (string Name, object Value)[] inputs) => Step("manager", "HrBpm.Approval", [("assignees", """[{"by":"DirectManager"}]"""), .. inputs]);

    public static JsonObject Head(params (string Name, object Value)[] inputs) => Step("head", "HrBpm.Approval", [("assignees", """[{"by":"DepartmentHead"}]"""), .. inputs]);

    /// <summary>What the initiator, or whoever handed the flow on, asks of the step that this person has.</summary>
    public async Task AskOfAsync(string holder, string verb, TaskVia via, string by, string? to = null)
    {
        var command = new TaskCommand { Verb = verb, Via = via, By = Org[by].ToString("D"), To = to };
        (await ResumeAsync(Inbox.TaskOf(holder).BookmarkId!, command)).ShouldBeNull();
    }

    /// <summary>Somebody takes back what they decided in a step that goes on, which another person has now.</summary>
    public async Task TakeBackAsync(string person, string holder)
    {
        var id = Org[person].ToString("D");
        var decided = Inbox.All.Values.Last(known => known.Task.AssigneeId == id && known.Task.IsAgreed).Task;
        var command = new TaskCommand { Verb = TaskVerbs.TakeBack, TaskId = decided.TaskId, By = id };
        (await ResumeAsync(Inbox.TaskOf(holder).BookmarkId!, command)).ShouldBeNull();
    }

    /// <summary>The person does this to other people, named by name.</summary>
    public async Task DoToAsync(string person, string verb, params string[] people)
    {
        var task = Inbox.TaskOf(person);
        var command = new TaskCommand { Verb = verb, By = task.AssigneeId, People = [.. people.Select(name => Org[name].ToString("D"))] };
        (await ResumeAsync(task.BookmarkId!, command)).ShouldBeNull();
    }

    /// <summary>The person does this with the task that is open for them.</summary>
    public async Task DoAsync(string person, string verb, string? to = null, bool straightBack = false, string? comment = null, Dictionary<string, object?>? answers = null)
    {
        var task = Inbox.TaskOf(person);
        var command = new TaskCommand { Verb = verb, By = task.AssigneeId, To = to, ComesStraightBack = straightBack, Comment = comment, Answers = answers };
        (await ResumeAsync(task.BookmarkId!, command)).ShouldBeNull();
    }

    public Task<Refusal?> ResumeAsync(string bookmarkId, TaskCommand command) =>
        harness.Runtime.ResumeAsync(new ResumeCommand(bookmarkId) { Actor = command.By, Input = TaskInput.Of(command) }, TestContext.Current.CancellationToken);

    public object? OutputOf(string activityId, string output) => harness.Instance.ActivityOutputs.Single(pair => pair.Key.EndsWith(":" + activityId, StringComparison.Ordinal)).Value[output];

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private JsonObject FormStep()
    {
        var form = new JsonObject { ["id"] = "form", ["type"] = "HrBpm.InitiatorForm" };
        foreach (var (name, value) in Form) form[name] = Input("String", value);
        return form;
    }

    private static bool Is(JsonObject step, string type) => (string?)step["type"] == type;

    private static JsonObject Line(string id, string text) => new() { ["id"] = id, ["type"] = "Elsa.WriteLine", ["text"] = Input("String", text) };

    private static JsonObject Input(string typeName, string value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = typeName == "String" ? "Literal" : "Object", ["value"] = value } };

    private static JsonObject Connection(string source, string port, string target) => new()
    {
        ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    };

    [Activity("HrBpm.WeCom.SendMessage", "消息"), RunsOutside]
    private sealed class NoMessage : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(Done());
    }
}

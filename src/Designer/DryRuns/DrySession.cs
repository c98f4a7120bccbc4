using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Designer.DryRuns;

/// <summary>A dry run as somebody looks at it.</summary>
internal sealed class DrySession
{
    /// <summary>Whoever takes over, where a form asks for a second person.</summary>
    private static readonly DryPerson Other = new(new("00000000-0000-4000-8000-00000000d27b"), "样例同事", "样例部门", "样例岗位");

    /// <summary>The run; null before it was begun, or when it could not be.</summary>
    public DryRun? Run { get; private set; }

    /// <summary>Why it cannot go on; null when nothing is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins, or begins anew.</summary>
    /// <param name="draft">The flow.</param>
    /// <param name="person">The sample person.</param>
    /// <param name="values">What it is started with.</param>
    /// <param name="nowUtc">The moment on its clock.</param>
    /// <param name="organisation">Whom to ask who is who.</param>
    public async Task BeginAsync(FlowDraft draft, DryPerson person, JsonObject values, DateTime nowUtc, IDryOrganisation? organisation = null)
    {
        Run = null;
        try
        {
            (Run, Problem) = (await DryRun.BeginAsync(draft.Write().ToJsonString(InputValue.Json), new DryStart(nowUtc, person.Id, (JsonObject)values.DeepClone(), [person, Other]), organisation), null);
        }
        catch (DefinitionException e)
        {
            Problem = string.Join(" ", e.Problems.Select(problem => problem.MessageIn(System.Globalization.CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "zh-CN")));
        }
    }

    /// <summary>Does something; what is refused is said and changes nothing.</summary>
    public async Task DoAsync(DryAct act) => Problem = (await Run!.DoAsync(act))?.Message;

    /// <summary>Goes on by itself until the flow is over or needs somebody.</summary>
    /// <param name="most">Most steps.</param>
    public async Task GoOnAsync(int most)
    {
        for (var step = 0; step < most && !Run!.IsOver && Run.Waits.All(wait => wait is not DryWait.OfOperator) && Run.Next() is { } next; step++)
        {
            await DoAsync(next);
            if (Problem is not null) return;
            await Task.Yield();
        }
    }

    /// <summary>Takes the last step back.</summary>
    public void Back()
    {
        Run!.Back();
        Problem = null;
    }

    /// <summary>How it looks on the canvas.</summary>
    public DryLook Look()
    {
        if (Run is null) return new(new Dictionary<string, RunMark>(), new Dictionary<string, string>(), new HashSet<(string, string)>());
        var marks = Run.Path.Done.ToDictionary(step => step, _ => RunMark.Done);
        foreach (var wait in Run.Waits) marks[wait.Step] = wait is DryWait.OfOperator ? RunMark.Incident : RunMark.Waiting;
        var who = Run.Waits.GroupBy(wait => wait.Step).Select(each => (each.Key, Text: string.Join("、", each.Select(Who).Where(text => text.Length > 0).Distinct()))).Where(each => each.Text.Length > 0).ToDictionary(each => each.Key, each => each.Text);
        return new(marks, who, Run.Path.Taken);
    }

    // A stand-in has no name of its own: the card says its rule anyway.
    private string Who(DryWait wait) => wait switch
    {
        DryWait.OfPerson { Who: { IsStandIn: false } person } => person.Name,
        DryWait.OfTime { DueUtc: { } due } => DryWords.Stamp(Run!.Hours, due),
        _ => "",
    };

    /// <summary>A run of the flow that has just begun, with sample values; null where the draft cannot be run.</summary>
    public static async Task<object?> SampleAsync(FlowDraft draft)
    {
        var person = new DryPerson(new("00000000-0000-4000-8000-00000000d27c"), "样例人员", "样例部门", "样例岗位");
        try
        {
            return await DryRun.BeginAsync(draft.Write().ToJsonString(InputValue.Json), new DryStart(new DateTime(2026, 1, 5, 1, 0, 0, DateTimeKind.Utc), person.Id, Values(draft, person, new(2026, 1, 5)), [person, Other]));
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    /// <summary>Values to begin with.</summary>
    public static JsonObject Values(FlowDraft draft, DryPerson person, DateOnly today) => DryStartValues.Sample(draft, person.Id, Other.Id, today);

    /// <summary>The value of an expression in a run.</summary>
    public static Task<(string? Value, string? Problem)> EvaluateAsync(object run, string syntax, string text) => ((DryRun)run).EvaluateAsync(syntax, text);
}

using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Runs an activity that is written in C#, or asks for the job that will.</summary>
internal sealed class ActivityNode(ActivityDescriptor descriptor) : CoreNode
{
    /// <summary>Name of the bookmark that a job's outcome resumes.</summary>
    public const string JobBookmark = "HrBpm.Job";

    private readonly ActivityBinding _binding = new(descriptor);

    public ActivityDescriptor Descriptor => descriptor;

    public override IReadOnlyList<string>? OutcomesOf(Node node) => descriptor.OutcomesFrom is { } input ? WrittenOutcomes(node, input) : descriptor.OutcomesWith(node.Inputs.Keys);

    public override IReadOnlyList<string> OutputsOf(Node node) => [.. descriptor.Outputs.Select(o => char.ToUpperInvariant(o.Name[0]) + o.Name[1..])];

    internal override IReadOnlyList<string> SecretOutputs => descriptor.SecretOutputs;

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (descriptor.Outside is null) await RunAsync(visit, (activity, context) => activity.RunAsync(context, visit.Run.Cancellation));
        else await RequestJobAsync(visit);
    }

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption) =>
        RunAsync(visit, (activity, context) => activity.ResumeAsync(context, resumption, visit.Run.Cancellation));

    internal override async ValueTask CanceledAsync(Visit visit)
    {
        if (descriptor.Outside is not null) return;
        await _binding.Create(visit.Run.Surroundings.Services).CancelAsync(new VisitContext(visit), visit.Run.Cancellation);
    }

    internal async ValueTask RequestJobAsync(Visit visit)
    {
        var inputs = await EvaluateAsync(visit);
        var bookmark = visit.Run.NextBookmarkId();
        visit.Run.AddBookmark(visit.Execution, bookmark, JobBookmark, null, null);
        visit.Run.RequestJob(visit.Execution, bookmark, descriptor.Type, inputs);
    }

    private async ValueTask RunAsync(Visit visit, Func<Activity, VisitContext, Task<ActivityResult>> step)
    {
        if (visit.Run.Surroundings.Broken.TryGetValue(visit.Execution.Id, out var broken))
        {
            await visit.FaultAsync("activities.threw", broken);
            return;
        }

        var activity = _binding.Create(visit.Run.Surroundings.Services);
        _binding.Fill(activity, await EvaluateAsync(visit));
        ActivityResult result;
        try
        {
            result = await step(activity, new VisitContext(visit));
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreConflictException))
        {
            throw new ActivityThrewException(visit.Execution.Id, $"Activity '{visit.Node.DisplayName}' could not be run: {e.Message}", e);
        }

        await ApplyAsync(visit, activity, result);
    }

    private async ValueTask ApplyAsync(Visit visit, Activity activity, ActivityResult result)
    {
        switch (result)
        {
            case ActivityResult.Completed completed:
                foreach (var (name, value) in _binding.Outputs(activity)) visit.SetOutput(name, value);
                await visit.LeaveAsync(completed.Outcomes, completed.Port, completed.IfUnhandled);
                break;
            case ActivityResult.Waiting waiting:
                foreach (var id in waiting.Dropped) visit.Run.Instance.Raise(new BookmarkRemoved(id, IsUsed: false, visit.Run.Actor));
                foreach (var b in waiting.New) visit.Run.AddBookmark(visit.Execution, b.Id, b.Name, b.Payload, b.DueUtc);
                break;
            case ActivityResult.Failed failed:
                await visit.FaultAsync(failed.Code, failed.Message);
                break;
            case ActivityResult.GoneBack back:
                await GoBackAsync(visit, back);
                break;
            case ActivityResult.Refused refused when visit.Run.Answered is not null:
                throw new RunRefusedException(refused.Because);
            case ActivityResult.Refused refused:
                await visit.FaultAsync(refused.Because.Code, refused.Because.Message);
                break;
            default:
                await visit.FaultAsync("activities.result", $"Expected '{visit.Node.DisplayName}' to complete, wait, fail or go back, but it asked to be asked again, which only an activity that runs outside can do.");
                break;
        }
    }

    // Null when the list is only known at run time.
    private List<string>? WrittenOutcomes(Node node, string input)
    {
        if (node.Inputs.GetValueOrDefault(input)?.Expression is not { } written) return ["Done", .. descriptor.Outcomes];
        if (written.Type is not ("Literal" or "Object")) return null;
        try
        {
            var listed = Values.Bind(written.Value, typeof(List<object?>)) as List<object?> ?? [];
            return [.. listed.Count == 0 ? ["Done"] : listed.Select(Values.ToText).OfType<string>(), .. descriptor.Outcomes];
        }
        catch (ExpressionException)
        {
            return null;
        }
    }

    private static async ValueTask GoBackAsync(Visit visit, ActivityResult.GoneBack back)
    {
        // Somebody has just answered the very step: they are told at once, and nothing has happened.
        if (back.Because is { } unfit && visit.Run.Answered?.Id == back.ActivityId) throw new RunRefusedException(unfit);
        for (var owner = visit.Execution.Owner; visit.Run.Instance.Executions.TryGetValue(owner, out var container); owner = container.Owner)
        {
            var outer = new Visit(visit.Run, container);
            if (await outer.Node.Handler.GoBackAsync(outer, visit.Execution, back)) return;
        }

        await visit.FaultAsync("flow.return-unknown", $"Expected '{back.ActivityId}' to be an earlier step of '{visit.Node.DisplayName}', but the flow did not come through it.");
    }

    private async ValueTask<Dictionary<string, object?>> EvaluateAsync(Visit visit)
    {
        var inputs = new Dictionary<string, object?>();
        foreach (var input in descriptor.Inputs)
        {
            if (!visit.Node.Inputs.ContainsKey(input.Name)) continue;
            try
            {
                inputs[input.Name] = await visit.InputAsync(input.Name);
            }
            catch (ExpressionException e) when (input.Attribute.IsSecret && e.Code == ExpressionException.Mismatch)
            {
                throw new ExpressionException(e.Code, $"Expected the input '{input.Name}', which is secret, to fit its type, but it does not.");
            }
        }

        return inputs;
    }
}

/// <summary>What somebody answered cannot be taken. What the run wrote must not be committed.</summary>
internal sealed class RunRefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>An activity threw. What it wrote must not be committed.</summary>
internal sealed class ActivityThrewException(int execution, string message, Exception inner) : Exception(message, inner)
{
    public int Execution { get; } = execution;
}

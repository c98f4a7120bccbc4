using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>Starts or resumes an instance by a request, and reads from its history what the run has answered.</summary>
internal sealed class RunByRequest(WorkflowRuntime runtime, AppDbContext db, FlowSeals seals, TimeProvider time)
{
    public async Task<IResult> AnswerAsync(FlowEndpoint endpoint, IReadOnlyDictionary<string, object?> input, CurrentUser user, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(endpoint.Demand.RequestTimeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            // A stranger stays nameless: the company does not know people of another one.
            var actor = user.IsKnown && (endpoint.CompanyId ?? user.CompanyId) == user.CompanyId ? user.Actor : "";
            var (instance, number, refusal) = endpoint.Trigger is { } trigger
                ? await StartAsync(trigger.StartFor((endpoint.CompanyId ?? user.CompanyId).ToString("D"), Guid.CreateVersion7().ToString("N"), input) with { Actor = actor }, either.Token)
                : await ResumeAsync(endpoint.InstanceId!, new ResumeCommand(endpoint.Bookmark!.Id) { Input = input, Actor = actor }, either.Token);
            return refusal is not null ? refusal.ToProblem() : await ReadAsync(instance, number, ct);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // The run was rolled back, so the caller may ask again.
            return Problems.Problem(StatusCodes.Status408RequestTimeout, "endpoints.timeout", $"Expected the flow to answer within {endpoint.Demand.RequestTimeout:c}, but it did not; nothing has changed.");
        }
    }

    private async Task<(string Instance, int Number, Refusal? Refusal)> StartAsync(StartCommand command, CancellationToken ct) => (command.InstanceId!, 1, (await runtime.StartAsync(command, ct)).Refusal);

    private async Task<(string Instance, int Number, Refusal? Refusal)> ResumeAsync(string instanceId, ResumeCommand command, CancellationToken ct)
    {
        var number = 0;
        var refusal = await runtime.ResumeAsync(command, ct, async (scope, inner) =>
        {
            // Loading locks the instance, so the number is that of this very run.
            number = (await scope.GetRequiredService<IWorkflowStore>().LoadAsync(instanceId, inner))?.Version + 1 ?? 0;
            return null;
        });
        return (instanceId, number, refusal);
    }

    private async Task<IResult> ReadAsync(string instanceId, int number, CancellationToken ct)
    {
        var run = await db.WorkflowRuns.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleAsync(r => r.InstanceId == instanceId && r.Number == number, ct);
        var events = InstanceJson.ReadEvents(await seals.OpenAsync(run.PlaceOf(WorkflowRun.EventsColumn), run.Events, ct));
        if (events.OfType<HttpResponseWritten>().FirstOrDefault() is { } written) return new FlowAnswer(written);
        return events.OfType<InstanceMoved>().Last().To switch
        {
            InstanceSubStatus.Faulted => Problems.Problem(StatusCodes.Status500InternalServerError, "endpoints.flow-faulted", $"Expected the flow to answer, but instance {instanceId} met an incident."),
            InstanceSubStatus.Suspended => TypedResults.StatusCode(StatusCodes.Status202Accepted),
            _ => TypedResults.NoContent(),
        };
    }
}

using System.IO.Compression;
using System.Text.Json;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Instances as files: one as JSON, several as a ZIP of those.</summary>
internal static class ExportWorkflowInstances
{
    private const int Most = 200;

    /// <summary>Which instances, and what goes with them.</summary>
    internal sealed record Request(string[] Ids, bool IncludeBookmarks = false, bool IncludeActivityExecutionLog = false, bool IncludeWorkflowExecutionLog = false);

    /// <summary>What goes with one instance.</summary>
    internal sealed record Query
    {
        public bool? IncludeBookmarks { get; init; }
        public bool? IncludeActivityExecutionLog { get; init; }
        public bool? IncludeWorkflowExecutionLog { get; init; }
    }

    internal sealed record File(WorkflowStateModel WorkflowState, IReadOnlyList<WorkflowStateModel.BookmarkModel>? Bookmarks, IReadOnlyList<ActivityExecutionModel>? ActivityExecutionRecords,
        IReadOnlyList<ReadJournal.Line>? WorkflowExecutionLogRecords, InstanceRecord? Record);

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string id, [AsParameters] Query query, InstanceHistories histories, WorkflowStates states, AppDbContext db, FlowSeals seals, CancellationToken ct)
    {
        if (await histories.FindAsync(id, ct) is not { } instance) return ShowInstance.Unknown(id);
        await states.RecordReadingAsync([instance.Row], ct);
        var request = new Request([id], query.IncludeBookmarks == true, query.IncludeActivityExecutionLog == true, query.IncludeWorkflowExecutionLog == true);
        return TypedResults.File(await WriteAsync(instance, request, states, db, seals, ct), "application/json", NameOf(id));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleBulkAsync(Request request, InstanceHistories histories, WorkflowStates states, AppDbContext db, FlowSeals seals, CancellationToken ct)
    {
        if (request.Ids.Length is 0 or > Most) return Problems.Invalid("instances.selection.invalid", $"Expected from 1 to {Most} ids, but there are {request.Ids.Length}.");
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in request.Ids.Distinct())
            {
                if (await histories.FindAsync(id, ct) is not { } instance) return ShowInstance.Unknown(id);
                await states.RecordReadingAsync([instance.Row], ct);
                await using var entry = await zip.CreateEntry(NameOf(id)).OpenAsync(ct);
                await entry.WriteAsync(await WriteAsync(instance, request, states, db, seals, ct), ct);
            }
        }

        return TypedResults.File(archive.ToArray(), "application/zip", "workflow-instances.zip");
    }

    private static string NameOf(string id) => $"workflow-instance-{id.ToLowerInvariant()}.json";

    private static async Task<byte[]> WriteAsync(SeenInstance instance, Request request, WorkflowStates states, AppDbContext db, FlowSeals seals, CancellationToken ct)
    {
        var state = await states.StateOfAsync(instance, ct);
        return JsonSerializer.SerializeToUtf8Bytes(new File(
            state,
            request.IncludeBookmarks ? state.Bookmarks : null,
            request.IncludeActivityExecutionLog ? [.. instance.History.Visits.Values.Select(v => ActivityExecutionModel.Of(instance, v, states))] : null,
            request.IncludeWorkflowExecutionLog ? [.. instance.History.Journal.Select(l => ReadJournal.LineOf(instance, l))] : null,
            // The runs hold every value as it is, so only those from whom nothing is hidden get them.
            states.ShowsValues && !states.HidesSomethingOf(instance) ? await InstanceRecord.ReadAsync(db, seals, instance.Row, ct) : null), ElsaJson.Options);
    }
}

using System.Text.Json;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Takes instances that were exported here or from another HrBpm, as JSON or ZIP files: all of them, or none.</summary>
internal static class ImportWorkflowInstances
{
    private const int MostFiles = 50;

    /// <param name="Count">How many were imported.</param>
    internal sealed record Response(int Count);

    // Of an exported file only this counts; the rest tells people the same in Elsa's shape.
    private sealed record File(InstanceRecord? Record);

    private sealed class RefusedException(Refusal why) : Exception(why.Message)
    {
        public Refusal Why => why;
    }

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(IFormFileCollection files, WriteAttempts writes, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (files.Count is 0 or > MostFiles) return Problems.Invalid("instances.files", $"Expected 1 to {MostFiles} files, but there are {files.Count}.");
        try
        {
            var records = new List<InstanceRecord>();
            foreach (var file in files)
                foreach (var text in await DefinitionFiles.ReadAsync(file, ct)) records.Add(RecordOf(file.FileName, text));
            if (records.Count == 0) return Problems.Invalid("instances.files", "Expected files with instances, but there is none in them.");
            var imported = await writes.RunAsync((services, token) => AddAllAsync(services, records, user, token), ct);
            foreach (var job in imported.SelectMany(i => i.LostJobs))
                await workflows.RaiseIncidentAsync(job, "instances.imported", "Expected somebody to decide whether this is done again, because the instance was imported while it was under way elsewhere.", ct);
            return new ElsaAnswer<Response>(new Response(imported.Count));
        }
        catch (RefusedException refused)
        {
            return refused.Why.ToProblem();
        }
        catch (DefinitionException wrong)
        {
            return Problems.Invalid("instances.file.invalid", wrong.Problems[0].Message);
        }
    }

    private static InstanceRecord RecordOf(string name, string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<File>(text, ElsaJson.Options)?.Record is { Runs.Count: > 0, DefinitionSha256: not null } record && record.Runs.All(r => r is { Actor.Length: <= 64, Command: not null, Events: not null, Sha256: not null })) return record;
        }
        catch (JsonException)
        {
            // The same answer as for JSON that is something else.
        }

        throw new RefusedException(new Refusal("instances.file.invalid", $"Expected '{name}' to be an instance with its record, as somebody who manages workflows exports it from HrBpm, but it is something else."));
    }

    private static async Task<List<ImportedInstance>> AddAllAsync(IServiceProvider services, List<InstanceRecord> records, CurrentUser user, CancellationToken ct)
    {
        var imported = new List<ImportedInstance>();
        foreach (var record in records)
        {
            var (instance, refusal) = await services.GetRequiredService<AddInstance>().RunAsync(record, user.CompanyId, user.Actor, ct);
            imported.Add(instance ?? throw new RefusedException(refusal!));
        }

        return imported;
    }
}

using System.Text.Json;
using HrBpm.Server.Database;
using HrBpm.Activities.Evidence;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>An audit entry vouches for each run: its command and events are still what they were.</summary>
internal sealed class AuditedRuns(AppDbContext db) : IAuditedRows
{
    public string Member => "workflowRun";

    public async Task<string?> WhyBrokenAsync(Guid companyId, JsonElement reference, CancellationToken ct)
    {
        var instance = reference.GetProperty("instance").GetString()!;
        var number = reference.GetProperty("run").GetInt32();
        var run = await db.WorkflowRuns.AsNoTracking().IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(r => r.InstanceId == instance && r.Number == number, ct);
        if (run is null) return $"Expected run {number} of instance {instance} to be kept, but it is gone.";
        if (run is { Command: "", Events: "" } && await ErasedInstances.HasAsync(db, instance, ct)) return null;
        var sha256 = reference.GetProperty("sha256").GetString();
        var actual = WorkflowRun.HashOf(run.Command, run.Events);
        return run.CompanyId != companyId || actual != sha256 || run.Sha256 != sha256
            ? $"Expected run {number} of instance {instance} to have the hash {sha256}, but it has {actual}."
            : null;
    }
}

/// <summary>An audit entry vouches for each connector call: request and answer are still what they were.</summary>
internal sealed class AuditedCalls(AppDbContext db) : IAuditedRows
{
    public string Member => "connectorCall";

    public async Task<string?> WhyBrokenAsync(Guid companyId, JsonElement reference, CancellationToken ct)
    {
        var id = reference.GetProperty("id").GetGuid();
        var call = await db.ConnectorCalls.AsNoTracking().IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(c => c.Id == id, ct);
        if (call is null) return $"Expected connector call {id} to be kept, but it is gone.";
        if (call is { RequestBody: null, ResponseBody: null } && await ErasedInstances.HasAsync(db, call.InstanceId, ct)) return null;
        var sha256 = reference.GetProperty("sha256").GetString();
        var actual = call.Hash();
        return call.CompanyId != companyId || actual != sha256 ? $"Expected connector call {id} to have the hash {sha256}, but it has {actual}." : null;
    }
}

/// <summary>Instances whose history was removed because its time was over.</summary>
internal static class ErasedInstances
{
    public static Task<bool> HasAsync(AppDbContext db, string instance, CancellationToken ct) =>
        db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(i => i.Id == instance && i.ErasedUtc != null, ct);
}

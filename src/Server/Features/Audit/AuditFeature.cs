using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Transport;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrBpm.Server.Features.Audit;

/// <summary>The audit trail: entries in the transaction of the change, sealed into a Merkle log per company, verifiable from the rows.</summary>
internal static class AuditFeature
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = Settings.Read<AuditOptions>(builder.Configuration, "Audit");
        options.Witness = Path.Combine(builder.Environment.ContentRootPath, options.Witness is { Length: > 0 } given ? given : DefaultWitness(builder));
        services.AddSingleton(options);
        services.AddSingleton<AuditEntryIds>();
        services.AddSingleton<AuditSignal>();
        services.AddSingleton<SignalOnCommit>();
        services.AddSingleton<ICommitListener>(provider => provider.GetRequiredService<SignalOnCommit>());
        services.AddSingleton<WitnessFiles>();
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditVerifier>();
        services.AddScoped<IErasableData, ErasableParticulars>();
        services.AddScoped<IErasableData, ErasableExports>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddScoped<EntryParticulars>();
        services.AddScoped<IAuditedRows, AuditedOpenings>();
        services.AddHostedService<SealEntries>();
        services.ConfigureDbContext<SqliteDbContext>((provider, o) => o.AddInterceptors(provider.GetRequiredService<SignalOnCommit>()));
        services.ConfigureDbContext<PostgresDbContext>((provider, o) => o.AddInterceptors(provider.GetRequiredService<SignalOnCommit>()));
    }

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit/entries", ListEntries.HandleAsync).Exports<ListEntries.Entry>("audit-entries").WithSummary("Entries about one subject, oldest first.").WithTags("Audit").Needs(Permission.AuditRead);
        routes.MapGet("/audit/flows/{instanceId}/entries", ListFlowEntries.HandleAsync).Exports<ListFlowEntries.Item>("flow-audit").WithSummary("What the audit trail has of one flow, the latest first.").WithTags("Audit").Needs(Permission.AuditRead);
        routes.MapGet("/audit/entries/{entryId:guid}/proof", GetProof.HandleAsync).WithSummary("Proof that an entry is in the log: its exact bytes, the path to the root and the signed checkpoint.").WithTags("Audit").Needs(Permission.AuditRead);
        routes.MapGet("/audit/verification", VerifyLog.HandleAsync).IsExpensive().WithSummary("The company's log, recomputed from the rows just now.").WithTags("Audit").Needs(Permission.AuditRead);
        routes.MapGet("/me/viewers", ListMyViewers.HandleAsync).Exports<ListMyViewers.View>("viewers").WithSummary("Who saw, changed or exported what is secret about the caller.").WithTags("Personal data").Needs(Permission.OwnAccount);
        routes.MapGet("/audit/checkpoint", GetCheckpoint.HandleAsync).WithSummary("The newest signed checkpoint, as a C2SP signed note.").WithTags("Audit").Needs(Permission.AuditRead);
        routes.MapGet("/audit/key.pem", GetLogKey.HandleAsync).WithSummary("The public key that the checkpoints verify with.").WithTags("Audit").Needs(Permission.AuditRead);
    }

    // One folder per database, because a log of one database is no continuation of a log of another.
    private static string DefaultWitness(WebApplicationBuilder builder) =>
        Path.Combine(DataFolder.PathOf(builder, "checkpoints"),
            Settings.Read<DatabaseOptions>(builder.Configuration, "Database").Provider == DatabaseProvider.Postgres
                ? Uri.EscapeDataString(new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("Postgres")).Database ?? "postgres")
                : "sqlite");
}

using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Backups over HTTP: for those who look after the whole installation, because a backup holds every company.</summary>
internal static class BackupRoutes
{
    public static void MapBackups(this IEndpointRouteBuilder routes)
    {
        var backups = routes.MapGroup("/backups").WithTags("Backups");
        backups.MapGet("", ListBackups.HandleAsync).Needs(Permission.BackupsManage).WithSummary("The backups that are there, wherever they lie, newest first.");
        backups.MapPost("", BackUpNow.HandleAsync).IsExpensive().Needs(Permission.BackupsManage).WithSummary("Makes a backup now.");
        backups.MapPost("/rehearse", RehearseRestore.HandleAsync).IsExpensive().Needs(Permission.BackupsManage).WithSummary("Restores a backup into a scratch database, checks rows and audit logs, and removes it again.");
        backups.MapPost("/restore", AskRestore.HandleAsync).Needs(Permission.BackupsManage).WithSummary("Asks a second person for a restore; with the consent an operator does it.");
    }

    internal static ProblemHttpResult Unknown(string name) => Problems.NotFound("backups.unknown", $"Expected a backup '{(name.Length > 100 ? name[..100] : name)}', but there is none.");
}

/// <summary>The settings that the server was started with, in command line form.</summary>
internal sealed record ServerArguments(string[] Args);

using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Expressions.JavaScript;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>What scripts of a definition may use, as TypeScript declarations for an editor.</summary>
internal static class ReadTypeDefinitions
{
    /// <param name="ActivityTypeName">Where the script stands; every script may use the same.</param>
    /// <param name="PropertyName">Which input it gives.</param>
    internal sealed record Request(string? ActivityTypeName = null, string? PropertyName = null);

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string definitionId, Request? request, AppDbContext db, TypeDeclarations declarations, CurrentUser user, CancellationToken ct) =>
        await FoundDefinition.FindAsync(db, user.CompanyId, definitionId, null, VersionOptions.Latest, ct) is { } definition
            ? TypedResults.File(Encoding.UTF8.GetBytes(declarations.For(definition)), "application/x-typescript", $"elsa.{definition.DefinitionId}.d.ts")
            : DefinitionProblems.Unknown(definitionId);
}

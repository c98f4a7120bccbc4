using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The routes of an import: a file comes, its columns are named, its rows are checked, and then all are written or none.</summary>
internal static class ImportPeople
{
    /// <summary>Largest file, in bytes.</summary>
    public const long LargestFile = 64 << 20;

    private const int PreviewRows = 10;

    /// <param name="Id">The import.</param>
    /// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="Encoding">Encoding of a CSV file.</param>
    /// <param name="Columns">Its headings.</param>
    /// <param name="Mapping">Which column probably holds which field.</param>
    /// <param name="Preview">The first rows.</param>
    public sealed record Uploaded(Guid Id, string Format, string? Encoding, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Mapping, IReadOnlyList<string[]> Preview);

    /// <param name="Mapping">Field by field the heading of its column, for example <c>{"employeeNumber": "工号", "custom.size": "尺码"}</c>.</param>
    public sealed record CheckRequest(IReadOnlyDictionary<string, string> Mapping);

    /// <param name="SkipRejected">Leave rows with errors out; otherwise one such row keeps all others from being written.</param>
    public sealed record ApplyRequest(bool SkipRejected = false);

    /// <summary>Takes a file.</summary>
    public static async Task<Results<Ok<Uploaded>, ProblemHttpResult>> UploadAsync(
        IFormFile file, CurrentUser user, ReadFields fields, WriteAttempts writes, IEnumerable<IUploadScan> scans, TimeProvider clock, CancellationToken ct)
    {
        if (file.Length is 0 or > LargestFile) return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "imports.size", $"Expected a file of 1 to {LargestFile} bytes, but it has {file.Length}.");
        // A file is about the whole company, so a role that is held for one branch only is not enough.
        if (!user.Rights.ReachesCompany(Permission.PeopleImport)) return Problems.Forbidden("imports.forbidden", "Expected a role that is held for the whole company, but yours is for one branch.");
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes, ct);
        foreach (var scan in scans)
            if (await scan.WhyNotAsync(bytes, NameOf(file), ct) is { } problem) return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "imports.file.content", problem);
        try
        {
            var table = ImportFile.Open(bytes);
            var preview = table.Rows().Take(PreviewRows).ToList();
            var id = await writes.RunAsync(async (scope, c) =>
            {
                var db = scope.GetRequiredService<AppDbContext>();
                var import = new PeopleImport
                {
                    CompanyId = user.CompanyId,
                    UploadedById = user.PersonId,
                    UploadedUtc = clock.GetUtcNow().UtcDateTime,
                    FileName = NameOf(file),
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                };
                db.Add(import);
                db.Add(new ImportedFile { Id = import.Id, CompanyId = user.CompanyId, Bytes = bytes });
                await db.SaveChangesAsync(c);
                return import.Id;
            }, ct);
            var suggested = ImportMapping.Suggest(table.Columns, await ImportMapping.FieldsAsync(fields, user, ct), ImportMapping.SeesPhones(user));
            return TypedResults.Ok(new Uploaded(id, table.Format, table.Encoding, table.Columns, suggested.Named, preview));
        }
        catch (UnreadableFileException unreadable)
        {
            return Problems.Invalid("imports.file.invalid", unreadable.Message);
        }
    }

    /// <summary>Checks every row without changing anything.</summary>
    public static async Task<Results<Accepted, ProblemHttpResult>> CheckAsync(Guid importId, CheckRequest request, AppDbContext db, ReadFields fields, WriteAttempts writes, CurrentUser user, ImportSignal signal, CancellationToken ct)
    {
        if (await ColumnsAsync(importId, db, ct) is not { } columns)
            return await db.PeopleImports.AnyAsync(i => i.Id == importId, ct) ? Gone : Unknown(importId);
        if (ImportMapping.WhyNot(request.Mapping, columns, await ImportMapping.FieldsAsync(fields, user, ct), user, out var mapping) is { } unfit) return unfit.ToProblem();
        return await BeginAsync(importId, ImportState.Checking, writes, user, signal, i => i.Mapping = mapping.ToJson(), ct);
    }

    /// <summary>Writes the rows: all of them, or none.</summary>
    public static async Task<Results<Accepted, ProblemHttpResult>> ApplyAsync(Guid importId, ApplyRequest request, AppDbContext db, WriteAttempts writes, CurrentUser user, ImportSignal signal, CancellationToken ct)
    {
        var import = await db.PeopleImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId, ct);
        if (import is null) return Unknown(importId);
        if (import.State == ImportState.Lapsed) return Gone;
        if (import.Mapping is null || import.State == ImportState.Uploaded) return Problems.Conflict("imports.unchecked", "Expected the rows to have been checked, but they have not.");
        if (ImportMapping.Read(import.Mapping).WhyNotFor(user) is { } unfit) return unfit.ToProblem();
        return await BeginAsync(importId, ImportState.Applying, writes, user, signal, i => i.SkipsRejected = request.SkipRejected, ct);
    }

    /// <summary>There is no such import.</summary>
    public static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("imports.unknown", $"Expected an import of the company, but there is none with the id {id}.");

    // Also of one that was applied, whose file nobody needs any more.
    private static ProblemHttpResult Gone => Problems.Conflict("imports.gone", "Expected an import whose file is still here, but it was applied, or nobody applied it in time. Upload the file again.");

    private static async Task<Results<Accepted, ProblemHttpResult>> BeginAsync(Guid id, ImportState state, WriteAttempts writes, CurrentUser user, ImportSignal signal, Action<PeopleImport> change, CancellationToken ct)
    {
        var refusal = await writes.RunAsync(async (scope, c) =>
        {
            scope.GetRequiredService<CompanyScope>().Enter(user.CompanyId);
            var import = await scope.GetRequiredService<AppDbContext>().PeopleImports.SingleAsync(i => i.Id == id, c);
            if (import.IsBusy) return new Refusal("imports.busy", $"Expected the import to be idle, but it is {(import.State == ImportState.Checking ? "being checked" : "being applied")}.");
            if (import.State == ImportState.Lapsed) return new Refusal("imports.gone", "Expected an import whose file is still here, but nobody applied it in time. Upload the file again.");
            if (import.State == ImportState.Applied) return new Refusal("imports.applied", "Expected an import that was not applied yet, but it was.");
            change(import);
            import.AskedById = user.PersonId;
            (import.State, import.Progress, import.LeasedUntilUtc, import.Problem) = (state, 0, null, null);
            return (Refusal?)null;
        }, ct);
        if (refusal is not null) return refusal.ToProblem();
        signal.Raise();
        return TypedResults.Accepted($"/api/people/imports/{id}");
    }

    private static async Task<IReadOnlyList<string>?> ColumnsAsync(Guid id, AppDbContext db, CancellationToken ct) =>
        await db.ImportedFiles.Where(f => f.Id == id).Select(f => f.Bytes).SingleOrDefaultAsync(ct) is { } bytes ? ImportFile.Open(bytes).Columns : null;

    private static string NameOf(IFormFile file) => Path.GetFileName(file.FileName.Replace('\\', '/')) is { Length: > 0 and <= 255 } name ? name : "people";
}

using System.ComponentModel;
using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Takes a file for a field. It becomes part of an entity by naming its id as the field's value.</summary>
internal static class UploadFile
{
    private const int LongestName = 255;

    public static async Task<Results<Ok<FileReference>, ProblemHttpResult>> HandleAsync(
        Guid fieldId, IFormFile file, [Description("The column of a table that the file is for.")] string? column,
        AppDbContext db, CurrentUser user, IEnumerable<IUploadScan> scans, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (await db.CustomFields.AsNoTracking().VisibleTo(user).SingleOrDefaultAsync(f => f.Id == fieldId && f.RetiredUtc == null, ct) is not { } field) return ChangeField.Unknown(fieldId).ToProblem();
        if (RulesOf(field, column) is not { } rules) return Problems.Invalid("custom-fields.file.invalid", $"Expected a field or a column that holds files, but '{field.Key}{(column is null ? "" : "." + column)}' holds none.");
        var largest = rules.LargestBytes ?? ValueRules.LargestFile;
        if (file.Length == 0 || file.Length > largest) return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "custom-fields.file.size", $"Expected a file of 1 to {largest} bytes, but it has {file.Length}.");
        if (rules.ContentTypes is { Count: > 0 } types && !types.Contains(file.ContentType))
            return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "custom-fields.file.type", $"Expected a file of the type {string.Join(" or ", types)}, but it is {Short(file.ContentType)}.");
        var content = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(content, ct);
        var name = NameOf(file);
        foreach (var scan in scans)
            if (await scan.WhyNotAsync(content, name, ct) is { } problem) return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "custom-fields.file.content", problem);
        var kept = new CustomFile
        {
            CompanyId = field.CompanyId,
            FieldId = field.Id,
            UploadedById = user.PersonId,
            UploadedUtc = clock.GetUtcNow().UtcDateTime,
            FileName = name,
            ContentType = file.ContentType is { Length: > 0 and <= LongestName } type ? type : "application/octet-stream",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Bytes = content,
        };
        await writes.RunAsync((scope, _) => Task.FromResult(scope.GetRequiredService<AppDbContext>().Add(kept).Entity.Id), ct);
        return TypedResults.Ok(new FileReference(kept.Id, kept.FileName, content.Length, kept.Sha256));
    }

    private static ValueRules? RulesOf(CustomField field, string? column) => field.Kind == CustomFieldKind.Attachment && column is null
        ? field.Shape.Rules
        : field.Shape.Columns.FirstOrDefault(c => c.Key == column && c.Kind == CustomFieldKind.Attachment) is { } found ? found.Rules ?? ValueRules.None : null;

    // Some browsers send the whole path of either kind.
    private static string NameOf(IFormFile file)
    {
        var name = string.Concat(file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "file" : name[..Math.Min(name.Length, LongestName)];
    }

    private static string Short(string? text) => text is { Length: > 60 } ? text[..60] + "…" : text ?? "";
}

/// <summary>The content of a file of a field. Always a download.</summary>
internal static class ReadFile
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid fieldId, Guid fileId, AppDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var field = await db.CustomFields.AsNoTracking().VisibleTo(user).SingleOrDefaultAsync(f => f.Id == fieldId && f.RetiredUtc == null, ct);
        var file = field is null ? null : await db.CustomFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.FieldId == fieldId, ct);
        if (file is null || !await SeesAsync(field!, file, db, user, ct)) return Problems.NotFound("custom-fields.file.unknown", $"Expected a file {fileId:D} of the field that you may see, but there is none.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(file.Bytes, file.ContentType, file.FileName);
    }

    private static async Task<bool> SeesAsync(CustomField field, CustomFile file, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (file.SubjectId is not { } subject) return file.UploadedById == user.PersonId;
        return await FieldSight.SubjectPersonAsync(db, field.Entity, subject, ct) is { } person
            ? (await FieldSight.OfAsync(db, user, [person], ct)).Sees(person, field)
            : FieldSight.SeesOfCompany(user, field);
    }
}

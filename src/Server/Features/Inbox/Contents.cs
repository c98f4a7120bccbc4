using HrBpm.Server.Database;
using HrBpm.Server.Platform.Uploads;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The contents of files: each is kept once per company, as long as something names it.</summary>
internal static class Contents
{
    /// <summary>Keeps a content, and what names it, in one transaction.</summary>
    /// <param name="writes">Writes.</param>
    /// <param name="companyId">Whose it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="add">Adds what names it; runs again after a conflict.</param>
    /// <param name="ct">Cancels.</param>
    public static Task AddWithContentAsync(this WriteAttempts writes, Guid companyId, UploadedFile file, Action<IServiceProvider> add, CancellationToken ct) =>
        writes.AddWithContentAsync(companyId, file, (scope, _) =>
        {
            add(scope);
            return Task.FromResult(true);
        }, ct);

    /// <summary>The same, where what names it may turn out to be there already.</summary>
    /// <param name="writes">Writes.</param>
    /// <param name="companyId">Whose it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="add">Adds what names it, or says false: then nothing is kept. Runs again after a conflict.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<bool> AddWithContentAsync(this WriteAttempts writes, Guid companyId, UploadedFile file, Func<IServiceProvider, CancellationToken, Task<bool>> add, CancellationToken ct)
    {
        try
        {
            return await writes.RunAsync((scope, token) => AddAsync(scope, companyId, file, add, token), ct);
        }
        catch (DbUpdateException)
        {
            // Somebody kept the same content at the same moment; now it is there.
            return await writes.RunAsync((scope, token) => AddAsync(scope, companyId, file, add, token), ct);
        }
    }

    /// <summary>Lets go of those among these contents that nothing names any more.</summary>
    public static async Task DropAsync(AppDbContext db, IEnumerable<(Guid CompanyId, string Sha256)> contents, CancellationToken ct)
    {
        foreach (var (company, sha) in contents.Distinct())
            await db.StoredContents.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.CompanyId == company && c.Sha256 == sha
                && !db.TaskAttachments.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(a => a.CompanyId == c.CompanyId && a.Sha256 == c.Sha256)
                && !db.AnswerFiles.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(a => a.CompanyId == c.CompanyId && a.Sha256 == c.Sha256)).ExecuteDeleteAsync(ct);
    }

    private static async Task<bool> AddAsync(IServiceProvider scope, Guid companyId, UploadedFile file, Func<IServiceProvider, CancellationToken, Task<bool>> add, CancellationToken ct)
    {
        if (!await add(scope, ct)) return false;
        var db = scope.GetRequiredService<AppDbContext>();
        if (!await db.StoredContents.AnyAsync(c => c.CompanyId == companyId && c.Sha256 == file.Sha256, ct))
            db.StoredContents.Add(new StoredContent { CompanyId = companyId, Sha256 = file.Sha256, Bytes = file.Content });
        return true;
    }
}

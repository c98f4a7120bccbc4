using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Starts an offboarding. A request that is sent again with the same request id starts nothing again.</summary>
internal static class StartOffboarding
{
    public const string DefinitionId = "offboarding-standard";

    /// <param name="RequestId">Chosen by the client, so that it can send the request again when the answer was lost.</param>
    /// <param name="LeaverId">Who leaves.</param>
    /// <param name="Kind">How the employment ends.</param>
    /// <param name="NoticeDate">Day on which notice was given.</param>
    /// <param name="LegalEnd">Day on which the employment ends.</param>
    /// <param name="LastWorkingDay">Last day at work.</param>
    /// <param name="PayThrough">Last day that is paid.</param>
    /// <param name="ReceiverId">Who takes over.</param>
    /// <param name="Reason">In the words of whoever asks.</param>
    /// <param name="Waiver">Why the notice may be shorter than usual.</param>
    /// <param name="Custom">Fields of the company's own, of the case, by their keys.</param>
    public sealed record Request(
        Guid RequestId, Guid LeaverId, OffboardingKind Kind, DateOnly NoticeDate, DateOnly LegalEnd, DateOnly LastWorkingDay, DateOnly PayThrough,
        Guid ReceiverId, string Reason, NoticeWaiver Waiver = NoticeWaiver.None, JsonObject? Custom = null)
    {
        internal OffboardingRequest ToRequest() => new(LeaverId, Kind, NoticeDate, LegalEnd, LastWorkingDay, PayThrough, ReceiverId, Reason, Waiver);
    }

    /// <param name="Id">The case, which is also its flow.</param>
    /// <param name="Number">What people call it.</param>
    public sealed record Response(Guid Id, string Number);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, TimeProvider clock, OffboardingOptions options, CancellationToken ct)
    {
        var caseId = CaseIdOf(user.CompanyId, request.RequestId);
        if (await db.OffboardingCases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == caseId, ct) is { } earlier) return Again(earlier, request);
        if (!await db.People.VisibleTo(user, Permission.OffboardingStart, db).AnyAsync(p => p.Id == request.LeaverId, ct))
            return Problems.NotFound("offboarding.leaver.unknown", $"Expected a person {request.LeaverId:D} in your scope who leaves, but there is none.");
        var started = await workflows.StartAsync(Command(caseId, request, user), ct, (services, token) => WhyNotAsync(services, caseId, request, user, clock.GetUtcNow().UtcDateTime, options, token));
        if (started.Refusal is { } refusal) return refusal.ToProblem();
        var opened = await db.OffboardingCases.AsNoTracking().SingleAsync(c => c.Id == caseId, ct);
        return Created(opened);
    }

    // One company cannot meet another's cases by choosing the same request id.
    internal static Guid CaseIdOf(Guid companyId, Guid requestId)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"offboarding:{companyId:D}:{requestId:D}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    // In the transaction of the start, so that of two requests for one leaver the second sees the first: SQLite has one writer, on PostgreSQL it waits for the leaver's row.
    private static async Task<Refusal?> WhyNotAsync(IServiceProvider services, Guid caseId, Request asked, CurrentUser user, DateTime nowUtc, OffboardingOptions options, CancellationToken ct)
    {
        var request = asked.ToRequest();
        var db = services.GetRequiredService<AppDbContext>();
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM people WHERE id = {request.LeaverId} FOR NO KEY UPDATE", ct);
        var org = services.GetRequiredService<IOrg>();
        var open = await services.GetRequiredService<IOffboarding>().OpenCaseOfAsync(request.LeaverId, ct);
        return request.WhyNot(await org.FindAsync(request.LeaverId, ct), await org.FindAsync(request.ReceiverId, ct), open, nowUtc, options.NoticeBackdatingDays)
            ?? (await CaseFields.WriteAsync(services, user, caseId, request.LeaverId, asked.Custom, isNew: true, ct)).Refusal;
    }

    private static StartCommand Command(Guid caseId, Request request, CurrentUser user) => new(DefinitionId)
    {
        TenantId = user.CompanyId.ToString("D"),
        Actor = user.Actor,
        InstanceId = caseId.ToString("D"),
        CorrelationId = caseId.ToString("D"),
        Name = $"离职 {caseId.ToString("N")[^6..].ToUpperInvariant()}",
        Input = new Dictionary<string, object?>
        {
            ["leaverId"] = request.LeaverId.ToString("D"),
            ["kind"] = request.Kind.ToString(),
            ["noticeDate"] = Day(request.NoticeDate),
            ["legalEnd"] = Day(request.LegalEnd),
            ["lastWorkingDay"] = Day(request.LastWorkingDay),
            ["payThrough"] = Day(request.PayThrough),
            ["receiverId"] = request.ReceiverId.ToString("D"),
            ["reason"] = request.Reason,
            ["waiver"] = request.Waiver.ToString(),
        },
    };

    private static Results<Created<Response>, ProblemHttpResult> Again(CaseRow earlier, Request request) => earlier.LeaverId == request.LeaverId
        ? Created(earlier)
        : Problems.Conflict("offboarding.request-id-reused", $"Expected a fresh request id, but {request.RequestId:D} has started case {earlier.Number} of somebody else.");

    private static Created<Response> Created(CaseRow row) => TypedResults.Created($"/api/offboarding/{row.Id:D}", new Response(row.Id, row.Number));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

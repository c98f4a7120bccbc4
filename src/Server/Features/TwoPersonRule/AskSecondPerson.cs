using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>Keeps what waits for a second person.</summary>
internal sealed class AskSecondPerson(WriteAttempts writes, TwoPersonOptions options, TimeProvider clock) : ITwoPersonRule
{
    public async Task<Guid> AskAsync(ActAsked asked, Guid askedBy, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var request = new TwoPersonRequest
        {
            CompanyId = asked.CompanyId,
            Act = asked.Act,
            Subject = asked.Subject,
            Summary = asked.Summary,
            Data = JsonSerializer.Serialize(asked.Data, JsonSerializerOptions.Web),
            AskedById = askedBy,
            AskedUtc = nowUtc,
            ExpiresUtc = nowUtc + options.RequestLife,
        };
        return await writes.RunAsync((scope, _) =>
        {
            scope.GetRequiredService<AppDbContext>().TwoPersonRequests.Add(request);
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(request.CompanyId, askedBy.ToString("D"), "two-person.ask", asked.Subject,
                new { request = request.Id, act = asked.Act, request.ExpiresUtc }) { Personal = new Dictionary<string, object?> { ["summary"] = asked.Summary, ["data"] = request.Data } });
            return Task.FromResult(request.Id);
        }, ct);
    }
}

using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>What really happened in the stand-ins: for the demo's timeline, and for tests that nothing happened twice.</summary>
internal static class ReadEffects
{
    /// <param name="Counts">Number of effects by system and kind, for example <c>weCom.memberDisabled</c>.</param>
    /// <param name="Repeated">Effects that one subject had more than once.</param>
    /// <param name="Ledger">The latest effects, oldest first.</param>
    public sealed record Response(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<Repetition> Repeated, IReadOnlyList<Entry> Ledger);

    public sealed record Repetition(string Effect, string Subject, int Times);

    public sealed record Entry(string Effect, string Subject, DateTime AtUtc);

    /// <param name="subject">Only effects whose subject begins with this.</param>
    /// <param name="take">At most so many ledger entries; default 500, largest 5000.</param>
    public static async Task<Ok<Response>> HandleAsync(AppDbContext db, string? subject, int? take, CancellationToken ct)
    {
        var effects = db.SandboxEffects.AsNoTracking().Where(e => subject == null || e.Subject.StartsWith(subject));
        var groups = await effects.GroupBy(e => new { e.System, e.Kind, e.Subject }).Select(g => new { g.Key.System, g.Key.Kind, g.Key.Subject, Times = g.Count() }).ToListAsync(ct);
        var ledger = await effects.OrderByDescending(e => e.AtUtc).ThenByDescending(e => e.Id).Take(Math.Clamp(take ?? 500, 0, 5000)).ToListAsync(ct);
        return TypedResults.Ok(new Response(
            groups.GroupBy(g => Name(g.System, g.Kind)).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(s => s.Times)),
            [.. groups.Where(g => g.Times > 1).Select(g => new Repetition(Name(g.System, g.Kind), g.Subject, g.Times))],
            [.. ledger.AsEnumerable().Reverse().Select(e => new Entry(Name(e.System, e.Kind), e.Subject, e.AtUtc))]));
    }

    private static string Name(SandboxSystem system, string kind) => $"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(system.ToString())}.{kind}";
}

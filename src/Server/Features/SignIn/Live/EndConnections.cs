using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Live;

/// <summary>Ends live connections whose session counts no more (ended, too old, of an account that was disabled), and those of people who have lost the permission that their hub needs.</summary>
/// <remarks>It looks at what is committed, so it does not matter which process ended the session. Sessions are asked for in one statement; rights cost one for each person, so that many people take turns.</remarks>
internal sealed class EndConnections(IServiceScopeFactory scopes, LiveConnections live, SignInOptions options, ILogger<EndConnections> log) : RepeatedLook(TimeSpan.FromSeconds(1), log)
{
    private const int PeoplePerLook = 20;
    private int turn;

    /// <inheritdoc />
    protected override async Task LookAsync(CancellationToken ct)
    {
        if (live.All() is not { Count: > 0 } connections) return;
        await using var scope = scopes.CreateAsyncScope();
        List<Guid> sessions = [.. connections.Select(c => c.SessionId).Distinct()];
        // Not noted as use of the session: an open page that nobody looks at must not keep it alive.
        var people = await LiveSessions.Of(scope.ServiceProvider.GetRequiredService<AppDbContext>(), options).Where(l => sessions.Contains(l.Session.Id))
            .Select(l => new { l.Session.Id, l.Account.PersonId }).ToDictionaryAsync(l => l.Id, l => l.PersonId, ct);
        foreach (var over in connections.Where(c => !people.ContainsKey(c.SessionId))) over.Caller.Abort();
        await LookAtRightsAsync(scope.ServiceProvider.GetRequiredService<FindIdentity>(), connections.Where(c => c.Needs is not null && people.ContainsKey(c.SessionId)).ToLookup(c => people[c.SessionId]), ct);
    }

    private async Task LookAtRightsAsync(FindIdentity identities, ILookup<Guid, LiveConnection> byPerson, CancellationToken ct)
    {
        var waiting = byPerson.Select(own => own.Key).Order().ToList();
        for (var n = Math.Min(PeoplePerLook, waiting.Count); n > 0; n--)
        {
            var person = waiting[turn++ % waiting.Count];
            var rights = (await identities.OfAsync(person, ct))?.Rights;
            foreach (var lost in byPerson[person].Where(c => rights?.Has(c.Needs!.Value) != true)) lost.Caller.Abort();
        }

        if (turn >= waiting.Count) turn = waiting.Count == 0 ? 0 : turn % waiting.Count;
    }
}

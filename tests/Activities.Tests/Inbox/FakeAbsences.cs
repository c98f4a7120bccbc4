using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Who is away, and whom they have named; people are found by name.</summary>
internal sealed class FakeAbsences(FakeOrg org) : IAbsences
{
    private readonly Dictionary<Guid, Guid> named = [];

    public void Name(string away, string instead) => named[org[away]] = org[instead];

    public Task<Guid?> DelegateOfAsync(Guid personId, string definitionId, DateTime nowUtc, CancellationToken ct) =>
        Task.FromResult<Guid?>(named.TryGetValue(personId, out var instead) ? instead : null);
}

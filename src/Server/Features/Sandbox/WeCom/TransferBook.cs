using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary>The stand-in's book of customers who change hands.</summary>
internal sealed class TransferBook(AppDbContext db, WriteTransaction write, SandboxOptions options, TimeProvider time)
{
    private DateTime NowUtc => time.GetUtcNow().UtcDateTime;

    /// <summary>Customers of deleted members, less those who are on their way to another one.</summary>
    public async Task<IReadOnlyList<(WeComCustomer Customer, WeComMember Owner)>> UnassignedAsync(CancellationToken ct)
    {
        await SettleAsync(ct);
        var rows = await (
            from customer in db.WeComCustomers.AsNoTracking()
            join owner in db.WeComMembers.AsNoTracking() on customer.OwnerUserId equals owner.UserId
            where owner.DeletedUtc != null && !db.WeComTransfers.Any(t => t.ExternalUserId == customer.ExternalUserId && !t.IsFinal)
            orderby customer.ExternalUserId
            select new { customer, owner }).ToListAsync(ct);
        return [.. rows.Select(r => (r.customer, r.owner))];
    }

    /// <summary>Transfers from one member to another, in a stable order.</summary>
    public async Task<IReadOnlyList<WeComTransfer>> BetweenAsync(string from, string to, CancellationToken ct)
    {
        await SettleAsync(ct);
        return await db.WeComTransfers.AsNoTracking().Where(t => t.FromUserId == from && t.ToUserId == to).OrderBy(t => t.ExternalUserId).ToListAsync(ct);
    }

    /// <summary>Starts transfers.</summary>
    /// <returns>Errcode by customer.</returns>
    public async Task<IReadOnlyDictionary<string, int>> StartAsync(string from, string to, IReadOnlyCollection<string> externalUserIds, CancellationToken ct)
    {
        await SettleAsync(ct);
        await write.BeginAsync(ct);
        var customers = await db.WeComCustomers.Where(c => externalUserIds.Contains(c.ExternalUserId)).ToDictionaryAsync(c => c.ExternalUserId, ct);
        var transfers = (await db.WeComTransfers.Where(t => externalUserIds.Contains(t.ExternalUserId)).ToListAsync(ct)).ToLookup(t => t.ExternalUserId);
        var answers = externalUserIds.Distinct().ToDictionary(id => id, id => Start(from, to, customers.GetValueOrDefault(id), [.. transfers[id]]));
        await write.CommitAsync(ct);
        return answers;
    }

    private int Start(string from, string to, WeComCustomer? customer, List<WeComTransfer> known)
    {
        if (customer is null || customer.OwnerUserId != from) return WeComStandIn.InvalidCustomer;
        if (known.Any(t => !t.IsFinal)) return WeComStandIn.BeingTransferred;
        var ending = EndingOf(customer, isFirstReceiver: known.TrueForAll(t => t.ToUserId == to));
        if (known.Find(t => t.FromUserId == from && t.ToUserId == to) is { } again) (again.StartedUtc, again.Ending, again.IsFinal) = (NowUtc, ending, false);
        else db.Add(new WeComTransfer { FromUserId = from, ToUserId = to, ExternalUserId = customer.ExternalUserId, StartedUtc = NowUtc, Ending = ending });
        db.Add(new SandboxEffect { System = SandboxSystem.WeCom, Kind = "transferStarted", Subject = $"{customer.ExternalUserId} → {to}", AtUtc = NowUtc });
        return 0;
    }

    /// <summary>How it will end: the first customers refuse, the next find no room with their first receiver.</summary>
    private int EndingOf(WeComCustomer customer, bool isFirstReceiver) =>
        customer.Number <= options.RefusingCustomers ? WeComTransfer.Refused
        : customer.Number <= options.RefusingCustomers + options.CappedCustomers && isFirstReceiver ? WeComTransfer.Capped
        : WeComTransfer.Done;

    /// <summary>Makes final what has waited long enough.</summary>
    private async Task SettleAsync(CancellationToken ct)
    {
        var startedBefore = NowUtc - options.TransfersTake;
        var due = db.WeComTransfers.Where(t => !t.IsFinal && t.StartedUtc <= startedBefore);
        if (!await due.AnyAsync(ct)) return;
        await write.BeginAsync(ct);
        var done = due.Where(t => t.Ending == WeComTransfer.Done);
        await db.WeComCustomers.Where(c => done.Any(t => t.ExternalUserId == c.ExternalUserId))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.OwnerUserId, c => done.Where(t => t.ExternalUserId == c.ExternalUserId).Select(t => t.ToUserId).First()), ct);
        await due.ExecuteUpdateAsync(set => set.SetProperty(t => t.IsFinal, true), ct);
        await write.CommitAsync(ct);
    }
}

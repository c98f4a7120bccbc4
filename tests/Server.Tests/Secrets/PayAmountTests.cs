using System.Buffers.Binary;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Secrets;

public sealed class PayAmountTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_amount_is_stored_sealed_and_does_not_open_for_another_item(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (statement, wage, severance) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await server.InScopeAsync(async s =>
        {
            var transaction = s.GetRequiredService<WriteTransaction>();
            await transaction.BeginAsync(CancellationToken.None);
            var person = await s.GetRequiredService<AppDbContext>().People.FirstAsync();
            await s.GetRequiredService<IPayStatements>().SaveAsync(new(statement, person.CompanyId, Guid.CreateVersion7(), "C-1", server.Clock.GetUtcNow().UtcDateTime, person.Id, person.EmployeeNumber,
                [new(wage, PayItemKind.Wage, 987_654_321, "CNY", PayState.Held), new(severance, PayItemKind.Severance, 1, "CNY", PayState.Held)]), CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return 0;
        });

        (await AmountsAsync(server, statement)).ShouldBe([987_654_321, 1]);
        var stored = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Set<PayItemRow>().OrderBy(i => i.Position).Select(i => i.Amount).ToListAsync());
        stored.Select(a => a.Length).Distinct().Count().ShouldBe(1, "its length tells nothing");
        var plain = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(plain, 987_654_321);
        foreach (var amount in stored)
        {
            amount.AsSpan().IndexOf(plain.AsSpan(4)).ShouldBe(-1);
            amount.AsSpan().IndexOf("987654321"u8).ShouldBe(-1);
        }

        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Set<PayItemRow>().Where(i => i.Id == severance).ExecuteUpdateAsync(set => set.SetProperty(i => i.Amount, stored[0])));
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Set<PayItemRow>().Where(i => i.Id == wage).ExecuteUpdateAsync(set => set.SetProperty(i => i.Amount, stored[1])));
        (await Should.ThrowAsync<SealedValueException>(() => AmountsAsync(server, statement))).Message.ShouldContain("pay_items.amount");
    }

    private static Task<List<long>> AmountsAsync(HrBpmServer server, Guid statement) =>
        server.InScopeAsync(async s => (await s.GetRequiredService<IPayStatements>().FindAsync(statement, CancellationToken.None))!.Items.Select(i => i.AmountMinor).ToList());
}

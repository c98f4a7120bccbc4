using System.Buffers.Binary;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Payroll;

/// <summary>Seals and opens the amounts of final pay. Each takes the same eight bytes, so that its length tells nothing.</summary>
internal sealed class PayAmounts(FieldSecrets secrets)
{
    public const string Table = "pay_items", Column = "amount", NoteColumn = "note";

    /// <summary>The item as a row of its statement.</summary>
    public async Task<PayItemRow> SealAsync(PayItem item, StatementRow statement, int position, CancellationToken ct)
    {
        var plain = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(plain, item.AmountMinor);
        var amount = await secrets.SealAsync(PlaceOf(statement.CompanyId, item.Id), plain, ct);
        return new PayItemRow
        {
            Id = item.Id, CompanyId = statement.CompanyId, StatementId = statement.Id, Position = position, Kind = item.Kind,
            Amount = amount, KeyId = SealedBytes.KeyIdOf(amount), Currency = item.Currency, Note = item.Note is { } note ? await secrets.SealAsync(PlaceOf(statement.CompanyId, item.Id, NoteColumn), note, ct) : null,
        };
    }

    /// <summary>The statement with its amounts.</summary>
    /// <exception cref="SealedValueException">An amount is not the one that was stored for its item.</exception>
    public async Task<PayStatement> OpenAsync(StatementRow row, CancellationToken ct)
    {
        var items = new List<PayItem>();
        foreach (var item in row.Items.OrderBy(i => i.Position)) items.Add(item.ToItem(await AmountOfAsync(item, ct), await NoteOfAsync(item, ct)));
        return new(row.Id, row.CompanyId, row.CaseId, row.CaseNumber, row.StatutoryPayUtc, row.EmployeeId, row.EmployeeNumber, items);
    }

    private async Task<long> AmountOfAsync(PayItemRow item, CancellationToken ct) =>
        BinaryPrimitives.ReadInt64BigEndian(await secrets.OpenAsync(PlaceOf(item.CompanyId, item.Id), item.Amount, ct));

    private async Task<string?> NoteOfAsync(PayItemRow item, CancellationToken ct) =>
        item.Note is { } note ? await secrets.OpenTextAsync(PlaceOf(item.CompanyId, item.Id, NoteColumn), note, ct) : null;

    private static FieldPlace PlaceOf(Guid companyId, Guid itemId, string column = Column) => new(companyId, Table, itemId, column);
}

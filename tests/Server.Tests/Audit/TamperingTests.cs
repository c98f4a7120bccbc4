using System.Security.Cryptography;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Audit;

/// <summary>Each thing that can be done to the log in the database itself is found, and the first broken entry is named.</summary>
public sealed class TamperingTests(TamperingTests.Servers servers) : IClassFixture<TamperingTests.Servers>
{
    private const string Entry4 = "(SELECT entry_id FROM audit_sealed_entries WHERE company_id = @company AND position = 4)";

    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task An_untouched_log_verifies(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var verdict = await company.VerifyAsync();
        verdict.Problems.ShouldBeEmpty();
        verdict.Entries.ShouldBeGreaterThanOrEqualTo(8);
        verdict.Checkpoints.ShouldBeGreaterThanOrEqualTo(3);
        verdict.Summary.ShouldStartWith("chain verified: ");
    }

    [Theory, MemberData(nameof(Both))]
    public Task An_edited_body_is_found(TestDatabase database) =>
        FindsAsync(database, AuditProblemKind.Edited, 4, $"UPDATE audit_entries SET body = replace(body, '同意', '拒绝') WHERE id = {Entry4}");

    [Theory, MemberData(nameof(Both))]
    public Task An_edited_hash_is_found(TestDatabase database) =>
        FindsAsync(database, AuditProblemKind.Edited, 4, $"UPDATE audit_entries SET hash = @p0 WHERE id = {Entry4}", new byte[32]);

    [Theory]
    [InlineData(TestDatabase.Sqlite, "actor")]
    [InlineData(TestDatabase.Sqlite, "action")]
    [InlineData(TestDatabase.Sqlite, "subject")]
    [InlineData(TestDatabase.Postgres, "actor")]
    [InlineData(TestDatabase.Postgres, "action")]
    [InlineData(TestDatabase.Postgres, "subject")]
    public Task An_edited_column_is_found(TestDatabase database, string column) =>
        FindsAsync(database, AuditProblemKind.Edited, 4, $"UPDATE audit_entries SET {column} = 'somebody else' WHERE id = {Entry4}");

    [Theory, MemberData(nameof(Both))]
    public Task An_edited_time_is_found(TestDatabase database) =>
        FindsAsync(database, AuditProblemKind.Edited, 4, $"UPDATE audit_entries SET written_at_utc = @p0 WHERE id = {Entry4}", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [Theory, MemberData(nameof(Both))]
    public async Task An_edit_with_a_matching_hash_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.TamperAsync($"UPDATE audit_entries SET body = replace(body, '同意', '拒绝') WHERE id = {Entry4}");
        var entry = await EntryAsync(company, 4);
        await company.TamperAsync("UPDATE audit_entries SET hash = @p0 WHERE id = @p1", entry.HashOfBody(), entry.Id);
        await ExpectAsync(company, AuditProblemKind.Edited, 4, entry.Id);
    }

    [Theory, MemberData(nameof(Both))]
    public Task A_deleted_entry_is_found(TestDatabase database) =>
        FindsAsync(database, AuditProblemKind.Deleted, 4, $"DELETE FROM audit_entries WHERE id = {Entry4}");

    [Theory, MemberData(nameof(Both))]
    public async Task An_entry_deleted_with_its_place_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.TamperAsync($"DELETE FROM audit_entries WHERE id = {Entry4}");
        await company.TamperAsync("DELETE FROM audit_sealed_entries WHERE company_id = @company AND position = 4");
        await ExpectAsync(company, AuditProblemKind.Deleted, 4, null);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_truncated_tail_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await TruncateAsync(company, 6);
        await ExpectAsync(company, AuditProblemKind.Truncated, 6, null);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_tail_truncated_with_its_checkpoints_is_found_by_the_witness(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await TruncateAsync(company, 6);
        await company.TamperAsync("DELETE FROM audit_checkpoints WHERE company_id = @company AND size > 6");
        await company.TamperAsync("UPDATE audit_logs SET size = 6 WHERE company_id = @company");
        await ExpectAsync(company, AuditProblemKind.Truncated, 6, null);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_deleted_checkpoint_is_found_by_the_witness(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.TamperAsync("DELETE FROM audit_checkpoints WHERE company_id = @company AND size = 6");
        (await company.FindProblemAsync()).Kind.ShouldBe(AuditProblemKind.Rechained);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entries_that_changed_places_are_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var (second, fifth) = (await company.EntryAtAsync(1), await company.EntryAtAsync(4));
        await PutAsync(company, 1, fifth, await LeafAsync(company, 1));
        await PutAsync(company, 4, second, await LeafAsync(company, 4));
        await ExpectAsync(company, AuditProblemKind.Reordered, 1, fifth);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entries_that_changed_places_with_their_hashes_are_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var (first, second) = (await company.EntryAtAsync(3), await company.EntryAtAsync(4));
        var (firstLeaf, secondLeaf) = (await LeafAsync(company, 3), await LeafAsync(company, 4));
        await PutAsync(company, 3, second, secondLeaf);
        await PutAsync(company, 4, first, firstLeaf);
        await ExpectAsync(company, AuditProblemKind.Reordered, 4, first);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_copy_of_an_entry_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var copy = Guid.CreateVersion7();
        await company.TamperAsync($"INSERT INTO audit_entries (id, company_id, written_at_utc, actor, action, subject, body, hash, is_sealed) SELECT @p0, company_id, written_at_utc, actor, action, subject, body, hash, is_sealed FROM audit_entries WHERE id = {Entry4}", copy);
        await company.TamperAsync("INSERT INTO audit_sealed_entries (company_id, position, entry_id, leaf_hash) SELECT company_id, 8, @p0, leaf_hash FROM audit_sealed_entries WHERE company_id = @company AND position = 4", copy);
        await ExpectAsync(company, AuditProblemKind.Duplicated, 8, copy);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_entry_sealed_twice_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.TamperAsync("DROP INDEX IF EXISTS ix_audit_sealed_entries_entry_id");
        await company.TamperAsync("INSERT INTO audit_sealed_entries (company_id, position, entry_id, leaf_hash) SELECT company_id, 8, entry_id, leaf_hash FROM audit_sealed_entries WHERE company_id = @company AND position = 4");
        await ExpectAsync(company, AuditProblemKind.Duplicated, 8, await company.EntryAtAsync(4));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_entry_put_into_the_log_without_the_sealer_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.RecordAsync(1);
        var entry = await company.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.CompanyId == company.Id && !e.IsSealed));
        await company.TamperAsync("INSERT INTO audit_sealed_entries (company_id, position, entry_id, leaf_hash) VALUES (@company, 8, @p0, @p1)", entry.Id, entry.Hash);
        await ExpectAsync(company, AuditProblemKind.Inserted, 8, entry.Id);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_log_made_anew_by_someone_without_its_key_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.Delete(company.WitnessPath);
        var publicKey = (await company.ReadAsync(db => db.AuditLogs.SingleAsync(l => l.CompanyId == company.Id))).PublicKey;
        await company.TamperAsync($"UPDATE audit_entries SET body = replace(body, '同意', '拒绝') WHERE id = {Entry4}");
        await company.RechainAsync(key);
        await company.TamperAsync("UPDATE audit_logs SET public_key = @p0 WHERE company_id = @company", publicKey);
        await ExpectAsync(company, AuditProblemKind.Rechained, 0, await company.EntryAtAsync(0));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_log_made_anew_under_another_key_is_found_by_the_witness(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await company.TamperAsync($"UPDATE audit_entries SET body = replace(body, '同意', '拒绝') WHERE id = {Entry4}");
        await company.RechainAsync(key);
        await ExpectAsync(company, AuditProblemKind.Rechained, 0, await company.EntryAtAsync(0));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_log_made_anew_even_with_its_own_key_is_found_by_the_witness(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var log = await company.ReadAsync(db => db.AuditLogs.SingleAsync(l => l.CompanyId == company.Id));
        using var key = company.Services.GetRequiredService<PrivateKeys>().Unprotect(log.ProtectedKey, $"audit log of {company.Id:D}");
        await company.TamperAsync($"UPDATE audit_entries SET body = replace(body, '同意', '拒绝') WHERE id = {Entry4}");
        await company.RechainAsync(key);
        // The tree tells which checkpoint's entries changed: those at 3, 4 and 5. The first of them is named.
        await ExpectAsync(company, AuditProblemKind.Rechained, 3, await company.EntryAtAsync(3));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nothing_is_sealed_on_top_of_a_log_that_was_made_anew(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.TamperAsync("UPDATE audit_checkpoints SET root = @p0 WHERE company_id = @company AND size = 8", new byte[32]);
        await company.RecordAsync(1);
        await Should.ThrowAsync<LogBrokenException>(company.SealAsync);
        (await company.ReadAsync(db => db.SealedEntries.CountAsync(s => s.CompanyId == company.Id))).ShouldBe(8);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_entry_that_is_unsealed_for_over_a_minute_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.RecordAsync(1);
        (await company.VerifyAsync()).IsVerified.ShouldBeTrue();
        company.Server.Clock.Advance(TimeSpan.FromSeconds(61));
        var entry = await company.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.CompanyId == company.Id && !e.IsSealed));
        await ExpectAsync(company, AuditProblemKind.Unsealed, null, entry.Id);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_entry_that_is_kept_from_the_sealer_is_found(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        await company.RecordAsync(1);
        var entry = await company.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.CompanyId == company.Id && !e.IsSealed));
        await company.TamperAsync("UPDATE audit_entries SET is_sealed = @p0 WHERE id = @p1", true, entry.Id);
        await ExpectAsync(company, AuditProblemKind.Unsealed, null, entry.Id);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_missing_key_or_witness_is_said(TestDatabase database)
    {
        await using var company = await servers.AddCompanyAsync(database);
        File.Delete(company.WitnessPath);
        company.Server.Clock.Advance(TimeSpan.FromSeconds(61));
        (await company.FindProblemAsync()).Message.ShouldContain(company.WitnessPath);
        await company.TamperAsync("DELETE FROM audit_logs WHERE company_id = @company");
        (await company.FindProblemAsync()).Kind.ShouldBe(AuditProblemKind.Unverifiable);
    }

    private async Task FindsAsync(TestDatabase database, AuditProblemKind kind, long position, string sql, params object[] parameters)
    {
        await using var company = await servers.AddCompanyAsync(database);
        var entry = await company.EntryAtAsync(position);
        (await company.TamperAsync(sql, parameters)).ShouldBe(1);
        await ExpectAsync(company, kind, position, entry);
    }

    private static async Task ExpectAsync(AuditedCompany company, AuditProblemKind kind, long? position, Guid? entry)
    {
        var problem = await company.FindProblemAsync();
        (problem.Kind, problem.CompanyId, problem.Position, problem.EntryId).ShouldBe((kind, company.Id, position, entry), problem.Message);
        problem.Message.ShouldStartWith("Expected");
    }

    private static async Task TruncateAsync(AuditedCompany company, long size)
    {
        await company.TamperAsync("DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM audit_sealed_entries WHERE company_id = @company AND position >= @p0)", size);
        await company.TamperAsync("DELETE FROM audit_sealed_entries WHERE company_id = @company AND position >= @p0", size);
    }

    private static Task<AuditEntry> EntryAsync(AuditedCompany company, long position) =>
        company.ReadAsync(db => db.SealedEntries.Where(s => s.CompanyId == company.Id && s.Position == position).Join(db.AuditEntries, s => s.EntryId, e => e.Id, (s, e) => e).SingleAsync());

    private static Task<byte[]> LeafAsync(AuditedCompany company, long position) =>
        company.ReadAsync(db => db.SealedEntries.Where(s => s.CompanyId == company.Id && s.Position == position).Select(s => s.LeafHash).SingleAsync());

    // The unique index on the entry would stop a swap in two steps; an insider would drop it as well.
    private static async Task PutAsync(AuditedCompany company, long position, Guid entry, byte[] leaf)
    {
        await company.TamperAsync("DROP INDEX IF EXISTS ix_audit_sealed_entries_entry_id");
        await company.TamperAsync("UPDATE audit_sealed_entries SET entry_id = @p0, leaf_hash = @p1 WHERE company_id = @company AND position = @p2", entry, leaf, position);
    }

    /// <summary>One server per database for all of the tests; each test tampers with a company of its own.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        private readonly Dictionary<TestDatabase, HrBpmServer> started = [];

        internal async Task<AuditedCompany> AddCompanyAsync(TestDatabase database)
        {
            if (!started.TryGetValue(database, out var server)) started.Add(database, server = await AuditedCompany.StartServerAsync(database));
            return await AuditedCompany.AddAsync(server);
        }

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            foreach (var server in started.Values) await server.DisposeAsync();
        }
    }
}

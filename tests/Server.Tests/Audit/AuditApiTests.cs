using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Audit;

public sealed class AuditApiTests
{
    [Fact]
    public async Task An_entry_is_proven_with_nothing_but_its_proof_and_the_logs_key()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var company = await RecordAsync(server, "case:7", entries: 5);
        var client = await server.SignInAsync("zhao.min");
        var entries = await client.GetFromJsonAsync<JsonElement>("/api/audit/entries?subject=case:7");
        entries.GetArrayLength().ShouldBe(5);
        entries[2].GetProperty("data").GetProperty("number").GetInt32().ShouldBe(2);

        var proof = await client.GetFromJsonAsync<JsonElement>($"/api/audit/entries/{entries[2].GetProperty("id").GetGuid()}/proof");
        var note = SignedCheckpoint.Parse(proof.GetProperty("checkpoint").GetString()!.TrimEnd('\n').Split('\n')).ShouldNotBeNull();
        using var key = ECDsa.Create();
        key.ImportFromPem(await client.GetStringAsync("/api/audit/key.pem"));
        note.IsSignedBy(key).ShouldBeTrue();
        note.Checkpoint.Origin.ShouldBe(Checkpoint.OriginOf(company));
        var leaf = MerkleHash.OfLeaf(Encoding.UTF8.GetBytes(proof.GetProperty("body").GetString()!));
        var path = proof.GetProperty("proof").EnumerateArray().Select(p => p.GetBytesFromBase64()).ToList();
        MerkleProof.IsIncluded(leaf, proof.GetProperty("index").GetInt64(), note.Checkpoint.Size, path, note.Checkpoint.Root).ShouldBeTrue();
        // What is read is sealed as well, so the log may have grown meanwhile.
        var newest = SignedCheckpoint.Parse((await client.GetStringAsync("/api/audit/checkpoint")).TrimEnd('\n').Split('\n')).ShouldNotBeNull();
        newest.IsSignedBy(key).ShouldBeTrue();
        newest.Checkpoint.Size.ShouldBeGreaterThanOrEqualTo(note.Checkpoint.Size);
    }

    [Fact]
    public async Task The_log_is_verified_on_demand()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await RecordAsync(server, "case:7", entries: 5);
        var client = await server.SignInAsync("zhao.min");
        (await client.GetFromJsonAsync<JsonElement>("/api/audit/verification")).GetProperty("isVerified").GetBoolean().ShouldBeTrue();
        await using (var scope = server.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.ExecuteSqlAsync($"UPDATE audit_entries SET action = 'other' WHERE subject = 'case:7'");
        var verdict = await client.GetFromJsonAsync<JsonElement>("/api/audit/verification");
        verdict.GetProperty("isVerified").GetBoolean().ShouldBeFalse();
        verdict.GetProperty("problem").GetProperty("kind").GetString().ShouldBe("edited");
    }

    [Theory]
    [InlineData("/api/audit/entries?subject=case:7")]
    [InlineData("/api/audit/verification")]
    [InlineData("/api/audit/checkpoint")]
    [InlineData("/api/audit/key.pem")]
    public async Task The_trail_is_not_for_everybody(string path)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        (await (await server.SignInAsync("chen.chen")).GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.Client().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<Guid> RecordAsync(HrBpmServer server, string subject, int entries)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var company = await db.People.Where(p => p.UserName == "zhao.min").Select(p => p.CompanyId).SingleAsync();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditTrail>();
        for (var number = 0; number < entries; number++) trail.Record(new AuditFact(company, "zhao.min", "cases.noted", subject, new { number }));
        await db.SaveChangesAsync();
        await server.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        return company;
    }
}

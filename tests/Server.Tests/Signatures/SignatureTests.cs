using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Signatures;

public sealed class SignatureTests
{
    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task A_signature_is_kept_with_its_document_and_verifies(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var id = await server.SignAsync("li.na");
        var client = await server.SignInAsync("li.na");

        var signature = await client.GetFromJsonAsync<JsonElement>($"/api/signatures/{id}");
        signature.GetProperty("isValid").GetBoolean().ShouldBeTrue(signature.ToString());
        signature.GetProperty("signerName").GetString().ShouldBe("李娜");
        signature.GetProperty("timestamp").GetString().ShouldBe("notConfigured");
        Findings(signature).ShouldBe(["document:True", "statement:True", "signature:True", "certificate:True", "timestamp:"]);
        Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/api/signatures/{id}/document")).ShouldBe(Signing.Document);
        signature.GetProperty("documentSha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Signing.Document))));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_signed_names_signer_document_intent_time_and_device(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var id = await server.SignAsync("li.na");
        var client = await server.SignInAsync("li.na");
        var bytes = await client.GetByteArrayAsync($"/api/signatures/{id}/statement");
        CanonicalJson.Rewrite(bytes).ShouldBe(bytes);
        var statement = JsonDocument.Parse(bytes).RootElement;
        statement.GetProperty("signature").GetGuid().ShouldBe(id);
        statement.GetProperty("signer").GetProperty("id").GetGuid().ShouldBe(await server.PersonAsync("li.na"));
        statement.GetProperty("intent").GetString().ShouldBe("本人确认交接内容属实");
        statement.GetProperty("address").GetString().ShouldBe("203.0.113.7");
        statement.GetProperty("userAgent").GetString().ShouldBe("Test/1.0");
        statement.GetProperty("document").GetProperty("title").GetString().ShouldBe("交接单");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_wrong_password_signs_nothing_and_stores_nothing(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (draft, refusal) = await server.PrepareAsync("li.na", "not it");
        draft.ShouldBeNull();
        refusal!.Code.ShouldBe("signatures.wrong-password");
        (await server.ReadAsync(db => db.DocumentBlobs.CountAsync())).ShouldBe(0);
        (await server.ReadAsync(db => db.SigningCertificates.CountAsync())).ShouldBe(0);
        (await server.ReadAsync(db => db.Signatures.CountAsync())).ShouldBe(0);
        (await server.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Action == "signatures.refused"))).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Wrong_passwords_lock_the_signer_out(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var codes = new List<string>();
        while (codes.Count < 50 && !codes.Contains("signatures.locked-out")) codes.Add((await server.PrepareAsync("li.na", "not it")).Refusal!.Code);
        codes.Last().ShouldBe("signatures.locked-out");
        (await server.PrepareAsync("li.na")).Refusal!.Code.ShouldBe("signatures.locked-out");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task People_who_sign_for_the_first_time_at_once_get_certificates_under_one_root(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        string[] people = ["li.na", "wang.qiang", "chen.chen", "zhang.wei", "li.na"];
        var ids = await Task.WhenAll(people.Select(p => server.SignAsync(p)));
        ids.Distinct().Count().ShouldBe(5);
        (await server.ReadAsync(db => db.CertificateAuthorities.CountAsync())).ShouldBe(1);
        (await server.ReadAsync(db => db.DocumentBlobs.CountAsync())).ShouldBe(1);
        var client = await server.SignInAsync("zhao.min");
        foreach (var id in ids)
        {
            var signature = await client.GetFromJsonAsync<JsonElement>($"/api/signatures/{id}");
            signature.GetProperty("isValid").GetBoolean().ShouldBeTrue(signature.ToString());
        }
    }

    [Fact]
    public async Task A_person_keeps_the_certificate_until_it_nears_its_end()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Signatures:CertificateLife"] = "365.00:00:00" });
        await server.SignAsync("li.na");
        await server.SignAsync("li.na");
        (await server.ReadAsync(db => db.SigningCertificates.CountAsync())).ShouldBe(1);
        server.Clock.Advance(TimeSpan.FromDays(340));
        await server.SignAsync("li.na");
        (await server.ReadAsync(db => db.SigningCertificates.CountAsync())).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_whose_account_is_disabled_still_signs_with_the_password(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        await server.ReadAsync(db => db.Users.Where(a => a.UserName == "zhang.wei").ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledUtc, DateTime.UnixEpoch)));
        (await server.PrepareAsync("zhang.wei")).Refusal.ShouldBeNull();
        (await server.PrepareAsync("zhang.wei", "not it")).Refusal!.Code.ShouldBe("signatures.wrong-password");
        (await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "zhang.wei", password = HrBpmServer.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_colleague_does_not_see_my_signature_but_hr_does()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var id = await server.SignAsync("wang.qiang");
        var colleague = await server.SignInAsync("chen.chen");
        foreach (var file in new[] { "", "/cms", "/document", "/statement" })
            (await colleague.GetAsync($"/api/signatures/{id}{file}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await server.SignInAsync("zhao.min")).GetAsync($"/api/signatures/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Client().GetAsync($"/api/signatures/{id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("UPDATE document_blobs SET content = @changed", "document")]
    [InlineData("DELETE FROM document_blobs", "document")]
    [InlineData("UPDATE signatures SET intent = 'something else'", "statement")]
    [InlineData("UPDATE signatures SET person_id = (SELECT id FROM people WHERE user_name = 'wang.qiang')", "statement")]
    [InlineData("UPDATE signatures SET statement = @changed", "signature")]
    [InlineData("UPDATE signatures SET cms = @changed", "signature")]
    public async Task A_change_of_the_rows_is_found(string sql, string finding)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var id = await server.SignAsync("li.na");
        await ChangeAsync(server, sql);
        var signature = await (await server.SignInAsync("zhao.min")).GetFromJsonAsync<JsonElement>($"/api/signatures/{id}");
        signature.GetProperty("isValid").GetBoolean().ShouldBeFalse();
        Findings(signature).ShouldContain($"{finding}:False");
    }

    [Theory]
    [InlineData("UPDATE document_blobs SET content = @changed")]
    [InlineData("DELETE FROM document_blobs")]
    [InlineData("UPDATE signatures SET statement = @changed")]
    [InlineData("UPDATE signatures SET cms = @changed")]
    [InlineData("DELETE FROM signatures")]
    public async Task The_audit_trail_vouches_for_signature_and_document(string sql)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await server.SignAsync("li.na");
        var verifier = server.Services.GetRequiredService<AuditVerifier>();
        (await verifier.VerifyAsync(CancellationToken.None)).Problems.ShouldBeEmpty();
        await ChangeAsync(server, sql);
        (await verifier.VerifyAsync(CancellationToken.None)).Problems.ShouldHaveSingleItem().Kind.ShouldBe(AuditProblemKind.RowsChanged);
    }

    [Fact]
    public async Task Signing_inside_a_transaction_is_a_bug()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await using var scope = server.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.BeginTransactionAsync();
        var request = new SignRequest(Guid.NewGuid(), "x", "x", "x"u8.ToArray(), "x", "x", "x");
        await Should.ThrowAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<ISignatures>().PrepareAsync(request, CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_document_or_an_unknown_signer_is_refused()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        (await server.PrepareAsync("li.na", document: "")).Refusal!.Code.ShouldBe("signatures.document.invalid");
        await using var scope = server.Services.CreateAsyncScope();
        var nobody = new SignRequest(Guid.CreateVersion7(), "x", "x", "x"u8.ToArray(), "x", "x", "x");
        (await scope.ServiceProvider.GetRequiredService<ISignatures>().PrepareAsync(nobody, CancellationToken.None)).Refusal!.Code.ShouldBe("signatures.signer.unknown");
        nobody.ToString().ShouldNotContain("Password");
    }

    private static List<string> Findings(JsonElement signature) =>
        [.. signature.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("name").GetString()}:{f.GetProperty("isOk")}")];

    private static Task<int> ChangeAsync(HrBpmServer server, string sql) => server.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql,
        new Microsoft.Data.Sqlite.SqliteParameter("@changed", "changed"u8.ToArray())));
}

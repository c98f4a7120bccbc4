using System.Net.Http.Json;
using System.Security.Cryptography.Pkcs;
using System.Text.Json;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Signatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Signatures;

/// <summary>Time stamps from a real RFC 3161 authority, and what is said when it gives none.</summary>
public sealed class TimestampTests
{
    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task A_token_of_the_authority_is_inside_the_signature(TestDatabase database)
    {
        using var openssl = new OpenSsl();
        await using var authority = await TestTimestampAuthority.StartAsync(openssl);
        await using var server = await HrBpmServer.StartAsync(database, authority.ServerSettings);
        var id = await server.SignAsync("li.na");

        var signature = await ReadAsync(server, id);
        signature.GetProperty("timestamp").GetString().ShouldBe("granted");
        signature.GetProperty("isValid").GetBoolean().ShouldBeTrue(signature.ToString());
        Finding(signature, "timestamp").GetProperty("isOk").GetBoolean().ShouldBeTrue();
        await OpensslVerifiesTokenAsync(server, openssl, id);
    }

    [Theory]
    [InlineData(nameof(TestTimestampAuthority.Mode.Fail), "503")]
    [InlineData(nameof(TestTimestampAuthority.Mode.Gibber), "")]
    [InlineData(nameof(TestTimestampAuthority.Mode.Replay), "")]
    public async Task An_authority_that_fails_is_said_and_asked_again(string mode, string reason)
    {
        using var openssl = new OpenSsl();
        await using var authority = await TestTimestampAuthority.StartAsync(openssl);
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, authority.ServerSettings);
        await server.SignAsync("li.na");
        authority.Does = Enum.Parse<TestTimestampAuthority.Mode>(mode);
        var id = await server.SignAsync("li.na");

        var waiting = await ReadAsync(server, id);
        waiting.GetProperty("timestamp").GetString().ShouldBe("unavailable");
        waiting.GetProperty("timestampUtc").ValueKind.ShouldBe(JsonValueKind.Null);
        waiting.GetProperty("timestampProblem").GetString().ShouldStartWith("Expected a time-stamp token from 127.0.0.1, but: ");
        waiting.GetProperty("timestampProblem").GetString()!.ShouldContain(reason);

        var again = server.Services.GetRequiredService<CompleteTimestamps>();
        (await again.RunAsync(CancellationToken.None)).ShouldBe(0);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await again.RunAsync(CancellationToken.None)).ShouldBe(1);
        (await server.ReadAsync(db => db.Signatures.Where(s => s.Id == id).Select(s => s.TimestampAttempts).SingleAsync())).ShouldBe(2);

        authority.Does = TestTimestampAuthority.Mode.Answer;
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await again.RunAsync(CancellationToken.None)).ShouldBe(0);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await again.RunAsync(CancellationToken.None)).ShouldBe(1);

        var done = await ReadAsync(server, id);
        done.GetProperty("timestamp").GetString().ShouldBe("granted");
        done.GetProperty("isValid").GetBoolean().ShouldBeTrue(done.ToString());
        await OpensslVerifiesTokenAsync(server, openssl, id);
        await server.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_authority_that_is_not_there_does_not_stop_a_signature()
    {
        var settings = new Dictionary<string, string?> { ["Signatures:TimestampAuthority:Url"] = "http://127.0.0.1:1/" };
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, settings);
        var (draft, _) = await server.PrepareAsync("li.na");
        draft!.Timestamp.ShouldBeOfType<TimestampOutcome.Unavailable>().Reason.ShouldContain("127.0.0.1");
        (await server.InScopeAsync(s => Task.FromResult(s.GetRequiredService<ISignatures>().TimestampAuthority))).ShouldBe("127.0.0.1", "signers are told whom the time stamp comes from");
    }

    [Fact]
    public async Task An_authority_under_an_unknown_root_is_not_believed()
    {
        using var openssl = new OpenSsl();
        await using var authority = await TestTimestampAuthority.StartAsync(openssl);
        await openssl.MustAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "other.key", "-out", "other.pem", "-subj", "/CN=Other");
        authority.ServerSettings.ShouldNotBeNull();
        var settings = authority.ServerSettings;
        settings["Signatures:TimestampAuthority:TrustedRoots"] = openssl.PathOf("other.pem");
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, settings);
        var (draft, _) = await server.PrepareAsync("li.na");
        draft!.Timestamp.ShouldBeOfType<TimestampOutcome.Unavailable>().Reason.ShouldContain("trusted root");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_verifies_at_the_time_of_the_token()
    {
        using var openssl = new OpenSsl();
        await using var authority = await TestTimestampAuthority.StartAsync(openssl);
        var settings = authority.ServerSettings;
        settings["Signatures:CertificateLife"] = "1.00:00:00";
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, settings);
        var stamped = await server.SignAsync("li.na");
        authority.Does = TestTimestampAuthority.Mode.Fail;
        var unstamped = await server.SignAsync("li.na");
        server.Clock.Advance(TimeSpan.FromDays(2));

        (await ReadAsync(server, stamped)).GetProperty("isValid").GetBoolean().ShouldBeTrue();
        var expired = await ReadAsync(server, unstamped);
        expired.GetProperty("isValid").GetBoolean().ShouldBeFalse();
        Finding(expired, "certificate").GetProperty("detail").GetString()!.ShouldContain("no time stamp proves an earlier time");
    }

    private static async Task<JsonElement> ReadAsync(HrBpmServer server, Guid id) =>
        await (await server.SignInAsync("zhao.min")).GetFromJsonAsync<JsonElement>($"/api/signatures/{id}");

    private static JsonElement Finding(JsonElement signature, string name) =>
        signature.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);

    // The token is over the signature value: openssl verifies that as well, with nothing of ours.
    private static async Task OpensslVerifiesTokenAsync(HrBpmServer server, OpenSsl openssl, Guid id)
    {
        await OpenSslTests.DownloadAsync(server, openssl, id);
        var cms = new SignedCms();
        cms.Decode(await File.ReadAllBytesAsync(openssl.PathOf("x.cms")));
        openssl.Write("value", cms.SignerInfos[0].GetSignature());
        openssl.Write("token", cms.SignerInfos[0].UnsignedAttributes.Cast<System.Security.Cryptography.CryptographicAttributeObject>()
            .Single(a => a.Oid.Value == "1.2.840.113549.1.9.16.2.14").Values[0].RawData);
        await openssl.MustAsync("ts", "-verify", "-token_in", "-in", "token", "-data", "value", "-CAfile", "root.pem");
        await openssl.MustAsync("cms", "-verify", "-inform", "DER", "-in", "x.cms", "-CAfile", "ca.pem", "-binary", "-purpose", "any", "-content", "statement", "-out", "out");
    }
}

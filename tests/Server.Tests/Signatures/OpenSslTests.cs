using System.Text;

namespace HrBpm.Server.Tests.Signatures;

/// <summary>Our signatures stand without us: openssl verifies them.</summary>
public sealed class OpenSslTests
{
    [Fact]
    public async Task Openssl_accepts_a_signature_and_refuses_another_content()
    {
        using var openssl = new OpenSsl();
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await DownloadAsync(server, openssl, await server.SignAsync("li.na"));
        string[] verify = ["cms", "-verify", "-inform", "DER", "-in", "x.cms", "-CAfile", "ca.pem", "-binary", "-purpose", "any", "-out", "out", "-content"];

        (await openssl.RunAsync([.. verify, "statement"])).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Output), r => r.Output.ShouldContain("CMS Verification successful"));
        (await File.ReadAllBytesAsync(openssl.PathOf("out"))).ShouldBe(await File.ReadAllBytesAsync(openssl.PathOf("statement")));

        openssl.Write("changed", Encoding.UTF8.GetString(await File.ReadAllBytesAsync(openssl.PathOf("statement"))).Replace("属实", "不实", StringComparison.Ordinal));
        (await openssl.RunAsync([.. verify, "changed"])).ShouldSatisfyAllConditions(r => r.Code.ShouldNotBe(0), r => r.Output.ShouldContain("Verification failure"));
    }

    [Fact]
    public async Task Openssl_refuses_a_signature_under_another_root()
    {
        using var openssl = new OpenSsl();
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await DownloadAsync(server, openssl, await server.SignAsync("li.na"));
        await openssl.MustAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "other.key", "-out", "ca.pem", "-subj", "/CN=Other");
        (await openssl.RunAsync("cms", "-verify", "-inform", "DER", "-in", "x.cms", "-CAfile", "ca.pem", "-binary", "-purpose", "any", "-content", "statement", "-out", "out")).Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task The_certificate_is_the_signers_own_under_the_companys_root()
    {
        using var openssl = new OpenSsl();
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await DownloadAsync(server, openssl, await server.SignAsync("li.na"));
        await openssl.MustAsync("cms", "-verify", "-noverify", "-inform", "DER", "-in", "x.cms", "-content", "statement", "-binary", "-signer", "signer.pem", "-out", "out");
        var (_, signer) = await openssl.RunAsync("x509", "-in", "signer.pem", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus");
        signer.ShouldContain("CN=李娜");
        signer.ShouldContain("Digital Signature, Non Repudiation");
        signer.ShouldContain("ecdsa-with-SHA256");
        var (_, attributes) = await openssl.RunAsync("cms", "-cmsout", "-print", "-inform", "DER", "-in", "x.cms", "-noout");
        attributes.ShouldContain("id-smime-aa-signingCertificateV2");
        attributes.ShouldContain("signingTime");
    }

    internal static async Task DownloadAsync(HrBpmServer server, OpenSsl openssl, Guid id)
    {
        var client = await server.SignInAsync("zhao.min");
        openssl.Write("x.cms", await client.GetByteArrayAsync($"/api/signatures/{id}/cms"));
        openssl.Write("statement", await client.GetByteArrayAsync($"/api/signatures/{id}/statement"));
        openssl.Write("ca.pem", await client.GetByteArrayAsync("/api/companies/current/ca.pem"));
    }
}

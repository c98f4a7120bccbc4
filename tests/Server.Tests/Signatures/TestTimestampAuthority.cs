using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HrBpm.Server.Tests.Signatures;

/// <summary>A time-stamp authority that <c>openssl ts</c> runs, behind HTTP on a free loopback port. It can be switched off.</summary>
internal sealed class TestTimestampAuthority : IAsyncDisposable
{
    private const string Settings = """
        [req]
        distinguished_name = dn
        [dn]
        [root]
        basicConstraints = critical,CA:true
        keyUsage = critical,keyCertSign
        [tsa_certificate]
        basicConstraints = critical,CA:false
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        [tsa]
        serial = ./serial
        crypto_device = builtin
        signer_cert = ./tsa.pem
        certs = ./root.pem
        signer_key = ./tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ordering = no
        tsa_name = no
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """;

    private readonly OpenSsl openssl;
    private readonly WebApplication app;
    private readonly SemaphoreSlim turn = new(1);

    private TestTimestampAuthority(OpenSsl openssl, WebApplication app) => (this.openssl, this.app) = (openssl, app);

    /// <summary>What the authority does with a request.</summary>
    public Mode Does { get; set; } = Mode.Answer;

    public int Requests { get; private set; }

    public Uri Url => new(app.Urls.First());

    public string RootPath => openssl.PathOf("root.pem");

    /// <summary>Settings that make a server use this authority.</summary>
    public Dictionary<string, string?> ServerSettings => new()
    {
        ["Signatures:TimestampAuthority:Url"] = Url.ToString(),
        ["Signatures:TimestampAuthority:TrustedRoots"] = RootPath,
        ["Signatures:TimestampAuthority:Timeout"] = "00:00:05",
    };

    public static async Task<TestTimestampAuthority> StartAsync(OpenSsl openssl)
    {
        openssl.Write("tsa.cnf", Settings);
        openssl.Write("serial", "01\n");
        await openssl.MustAsync("req", "-x509", "-config", "tsa.cnf", "-extensions", "root", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Test TSA root", "-days", "3650");
        await openssl.MustAsync("req", "-new", "-config", "tsa.cnf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA");
        await openssl.MustAsync("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "tsa.cnf", "-extensions", "tsa_certificate", "-out", "tsa.pem", "-days", "3650");

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var authority = new TestTimestampAuthority(openssl, builder.Build());
        authority.app.MapPost("/", authority.AnswerAsync);
        await authority.app.StartAsync();
        return authority;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        turn.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        Requests++;
        if (Does == Mode.Fail) return Results.StatusCode(503);
        if (Does == Mode.Gibber) return Results.Bytes("<html>maintenance</html>"u8.ToArray(), "application/timestamp-reply");
        await turn.WaitAsync();
        try
        {
            using var query = new MemoryStream();
            await request.Body.CopyToAsync(query);
            if (Does == Mode.Answer) openssl.Write("query.tsq", query.ToArray());
            await openssl.MustAsync("ts", "-reply", "-queryfile", "query.tsq", "-config", "tsa.cnf", "-section", "tsa", "-out", "reply.tsr");
            return Results.Bytes(await File.ReadAllBytesAsync(openssl.PathOf("reply.tsr")), "application/timestamp-reply");
        }
        finally
        {
            turn.Release();
        }
    }

    internal enum Mode
    {
        Answer,

        /// <summary>HTTP 503.</summary>
        Fail,

        /// <summary>Something that is no answer.</summary>
        Gibber,

        /// <summary>The answer to the request before.</summary>
        Replay,
    }
}

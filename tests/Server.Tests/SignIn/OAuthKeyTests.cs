using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.OAuth;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>The keys that OAuth tokens are signed with: of the database in development, of certificates otherwise; renewed while the server runs.</summary>
public sealed class OAuthKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hrbpm-keys-").FullName;

    private static Dictionary<string, string?> Enabled(params (string Name, string Value)[] more) => new(more.Select(m => KeyValuePair.Create(m.Name, (string?)m.Value))) { ["OAuth:Enabled"] = "true" };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Keys_outlive_a_restart_are_renewed_while_the_server_runs_and_need_their_folder(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        string first;
        await using (var before = await HrBpmServer.StartAsync(fresh, Enabled())) first = (await KeysAsync(before)).ShouldHaveSingleItem();
        await using (var server = await HrBpmServer.StartAsync(fresh, Enabled()))
        {
            (await KeysAsync(server)).ShouldBe([first]);
            await server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default);
            await AgeAsync(server, k => true, TimeSpan.FromDays(91));
            await server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default);
            var both = await KeysAsync(server);
            both.Count.ShouldBe(2);
            both[0].ShouldBe(first, "the new one is shown before it is used");

            var old = Guid.ParseExact(first, "N");
            await AgeAsync(server, k => k.CreatedUtc > server.Clock.GetUtcNow().UtcDateTime.AddDays(-1), TimeSpan.FromHours(2));
            await server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default);
            (await KeysAsync(server))[0].ShouldBe(both[1]);
            both[1].ShouldNotBe(old.ToString("N"));
        }

        var wrong = await Should.ThrowAsync<SettingsException>(() => HrBpmServer.StartAsync(fresh, Enabled(("Keys:Folder", folder))));
        wrong.Message.ShouldStartWith("Expected Keys:Folder to be the folder");
    }

    [Fact]
    public async Task Certificates_sign_and_a_file_that_is_replaced_counts_without_a_restart()
    {
        var pfx = Path.Combine(folder, "sign.pfx");
        var one = Pfx(pfx, Certificate(-1, 30));
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, Enabled(("OAuth:SigningCertificates:0:Path", pfx), ("OAuth:SigningCertificates:0:Password", "pass")));
        (await KeysAsync(server)).ShouldBe([one]);
        await server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default);

        var two = Pfx(pfx, Certificate(-1, 60));
        File.SetLastWriteTimeUtc(pfx, File.GetLastWriteTimeUtc(pfx).AddSeconds(1));
        await server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default);
        (await KeysAsync(server)).ShouldBe([two]);

        File.WriteAllText(pfx, "damaged");
        await Should.ThrowAsync<SettingsException>(() => server.Services.GetRequiredService<OAuthKeyWatch>().LookAsync(default));
        (await KeysAsync(server)).ShouldBe([two], "a damaged file takes nothing away");
    }

    [Fact]
    public void Outside_development_it_does_not_start_without_an_address_and_certificates_that_can_sign_now()
    {
        var (pfx, pem, key) = (Path.Combine(folder, "c.pfx"), Path.Combine(folder, "c.pem"), Path.Combine(folder, "c.key"));
        Pfx(pfx, Certificate(-1, 30));
        using var certificate = Certificate(-1, 30);
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        File.WriteAllText(key, certificate.GetRSAPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Pfx(Path.Combine(folder, "old.pfx"), Certificate(-30, -1));

        Refused().ShouldContain("OAuth:Issuer");
        Refused("--OAuth:Issuer=https://hr.example").ShouldContain("OAuth:SigningCertificates:0:Path");
        Refused("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={pfx}", "--OAuth:SigningCertificates:0:Password=wrong").ShouldContain("password");
        Refused("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={folder}/nothing.pfx").ShouldContain("no file");
        Refused("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={folder}/old.pfx", "--OAuth:SigningCertificates:0:Password=pass").ShouldContain("valid now");
        Refused("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={pem}", $"--OAuth:SigningCertificates:0:KeyPath={key}", "--OAuth:SigningCertificates:0:Password=wrong").ShouldContain("password");
        Should.NotThrow(() => Build("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={pem}", $"--OAuth:SigningCertificates:0:KeyPath={key}", "--OAuth:SigningCertificates:0:Password=secret"));
        Should.NotThrow(() => Build("--OAuth:Issuer=https://hr.example", $"--OAuth:SigningCertificates:0:Path={pfx}", "--OAuth:SigningCertificates:0:Password=pass"));
    }

    private void Build(params string[] settings) => HrBpmHost.Build(["--environment=Production", "--OAuth:Enabled=true", $"--Data:Folder={folder}", .. settings]);

    private string Refused(params string[] settings) => Should.Throw<SettingsException>(() => Build(settings)).Message;

    // Named as its kid in the key set.
    private static string Pfx(string path, X509Certificate2 certificate)
    {
        using var own = certificate;
        File.WriteAllBytes(path, own.Export(X509ContentType.Pfx, "pass"));
        return own.Thumbprint;
    }

    private static X509Certificate2 Certificate(int fromDay, int untilDay)
    {
        using var rsa = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=hrbpm", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(fromDay), now.AddDays(untilDay));
    }

    private static async Task<List<string>> KeysAsync(HrBpmServer server) =>
        [.. (await server.Client().GetFromJsonAsync<JsonObject>("/.well-known/jwks"))!["keys"]!.AsArray().Select(k => (string)k!["kid"]!)];

    private static Task<int> AgeAsync(HrBpmServer server, System.Linq.Expressions.Expression<Func<OAuthKey, bool>> which, TimeSpan by)
    {
        var aged = TimeProvider.System.GetUtcNow().UtcDateTime - by;
        return server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().OAuthKeys.Where(which).ExecuteUpdateAsync(set => set.SetProperty(k => k.CreatedUtc, aged)));
    }
}

using System.CommandLine;
using System.Globalization;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Gives each company that has secrets a new key, and seals everything anew. Servers may go on working meanwhile.</summary>
internal static class Keys
{
    public static Command Command(string[] args)
    {
        var rotate = new Command("rotate", "Gives each company a new key for its secrets, and seals everything anew, while servers work.") { TreatUnmatchedTokensAsErrors = false };
        rotate.SetAction((_, ct) => RotateAsync([.. args.Where(a => a is not ("keys" or "rotate"))], ct));
        var keys = new Command("keys", "The keys that secrets are encrypted with.");
        keys.Subcommands.Add(rotate);
        return keys;
    }

    /// <returns>Exit code: 0 when nothing is left that an older key sealed.</returns>
    private static async Task<int> RotateAsync(string[] settings, CancellationToken ct)
    {
        var app = HrBpmHost.Build(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            if (await Verify.WhyNotAsync(app, ct) is { } problem)
            {
                await Console.Error.WriteLineAsync(problem);
                return 1;
            }
            var rotation = app.Services.GetRequiredService<KeyRotation>();
            var companies = await rotation.CompaniesAsync(ct);
            foreach (var company in companies) await rotation.BeginAsync(company, "operator", ct);
            await rotation.RunDueAsync(ct);
            return await TellAsync(rotation, companies, ct);
        }
    }

    private static async Task<int> TellAsync(KeyRotation rotation, IReadOnlyList<Guid> companies, CancellationToken ct)
    {
        var left = 0;
        foreach (var company in companies)
        {
            var now = await rotation.ProgressAsync(company, ct);
            left += now.Rows - now.Done;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"company {company:D}: key {now.Key}, {now.Done} of {now.Rows} rows"));
        }
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"keys rotated: {companies.Count} companies, {left} rows left"));
        return left == 0 ? 0 : 1;
    }
}

using System.CommandLine;
using System.Globalization;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Changes the keys that secrets are encrypted with. Servers may go on working meanwhile.</summary>
internal static class Keys
{
    public static Command Command(string[] args)
    {
        var rotate = new Command("rotate", "Gives each company a new key for its secrets, and seals everything anew, while servers work.") { TreatUnmatchedTokensAsErrors = false };
        rotate.SetAction((parsed, ct) => OnServerAsync(parsed.InvocationConfiguration, [.. args.Where(a => a is not ("keys" or "rotate"))], RotateAsync, ct));
        var keys = new Command("keys", "The keys that secrets are encrypted with.");
        keys.Subcommands.Add(rotate);
        var rewrap = new Command("rewrap", "Wraps the companies' keys anew with the newest master key, while servers work.") { TreatUnmatchedTokensAsErrors = false };
        rewrap.SetAction((parsed, ct) => OnServerAsync(parsed.InvocationConfiguration, [.. args.Where(a => a is not ("keys" or "rewrap"))], RewrapAsync, ct));
        keys.Subcommands.Add(rewrap);
        return keys;
    }

    // Without serving; a database that is missing or old is left as it is.
    private static async Task<int> OnServerAsync(InvocationConfiguration console, string[] settings, Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> work, CancellationToken ct)
    {
        var app = HrBpmHost.Build(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            try
            {
                if (await Verify.WhyNotAsync(app, ct) is not { } problem) return await work(app.Services, console.Output, ct);
                await console.Error.WriteLineAsync(problem);
            }
            catch (SealedValueException missing)
            {
                await console.Error.WriteLineAsync(missing.Message);
            }
            return 1;
        }
    }

    /// <returns>Exit code: 0 when nothing is left that an older key sealed.</returns>
    private static async Task<int> RotateAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var rotation = services.GetRequiredService<KeyRotation>();
        var companies = await rotation.CompaniesAsync(ct);
        foreach (var company in companies) await rotation.BeginAsync(company, "operator", ct);
        await rotation.RunDueAsync(ct);
        return await TellAsync(rotation, companies, output, ct);
    }

    private static async Task<int> RewrapAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var count = await scope.ServiceProvider.GetRequiredService<CompanyKeys>().RewrapAsync(ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"keys wrapped with the newest master key: {count}"));
        return 0;
    }

    private static async Task<int> TellAsync(KeyRotation rotation, IReadOnlyList<Guid> companies, TextWriter output, CancellationToken ct)
    {
        var left = 0;
        foreach (var company in companies)
        {
            var now = await rotation.ProgressAsync(company, ct);
            left += now.Left;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"company {company:D}: key {now.Key}, {now.Done} of {now.Rows} rows{string.Concat(now.Others.Select(o => $", {o.Work} {o.Done} of {o.Rows}"))}"));
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"keys rotated: {companies.Count} companies, {left} rows left"));
        return left == 0 ? 0 : 1;
    }
}

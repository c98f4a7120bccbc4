using System.CommandLine;
using System.Net.Mail;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Companies;
using HrBpm.Server.Features.Org.Structure;
using Microsoft.EntityFrameworkCore;
using Refusal = HrBpm.Workflows.Refusal;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Makes an empty database usable: a group, a company with a branch, and the two people who run it. Prints a link for each, by which they choose a password; no password is ever an argument.</summary>
internal static class SetUp
{
    private static readonly Option<string> Group = Text("--group", "Name of the group. Without it: the company's name.");
    private static readonly Option<string> Company = Text("--company", "Name of the company.", true);
    private static readonly Option<string> Branch = Text("--branch", "Name of its first branch.", true);
    private static readonly Option<string> TimeZone = Text("--time-zone", "IANA time zone of the branch, for example Asia/Shanghai.", true);
    private static readonly Option<string> Locale = new("--locale") { Description = "Language of the branch. Default: zh-CN.", DefaultValueFactory = _ => "zh-CN" };
    private static readonly Option<string> Administrator = Text("--admin", "Who looks after the system, as \"许诺 <xu.nuo@example.com>\"; the beginning of the address is the user name.", true);
    private static readonly Option<string> HrManager = Text("--hr", "Who decides HR's matters, written in the same way. Another person: what is dangerous needs two.", true);

    private static readonly Option<string>[] Options = [Group, Company, Branch, TimeZone, Locale, Administrator, HrManager];

    public static Command Command(string[] args)
    {
        var setUp = new Command("set-up", "Makes the first group, company, branch, administrator and HR manager in an empty database.") { TreatUnmatchedTokensAsErrors = false };
        foreach (var option in Options) setUp.Options.Add(option);
        setUp.SetAction((parsed, ct) => RunAsync(parsed, SettingsIn(args), ct));
        return setUp;
    }

    private static Option<string> Text(string name, string description, bool isRequired = false) => new(name) { Description = description, Required = isRequired };

    // What is not the verb's own is a setting.
    private static string[] SettingsIn(string[] args)
    {
        var own = Options.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return [.. args.Where((a, n) => a != "set-up" && !own.Contains(a.Split('=')[0]) && (n == 0 || !own.Contains(args[n - 1])))];
    }

    /// <returns>Exit code: 0 made, 1 not; then nothing was.</returns>
    private static async Task<int> RunAsync(ParseResult parsed, string[] settings, CancellationToken ct)
    {
        if (FounderIn(parsed, Administrator) is not { } administrator || FounderIn(parsed, HrManager) is not { } hrManager)
            return await RefuseAsync(parsed.InvocationConfiguration, "Expected --admin and --hr to be a name with an address, such as \"许诺 <xu.nuo@example.com>\", but at least one is not.");
        var terms = new FoundCompany.Terms(parsed.GetValue(Company)!, parsed.GetValue(Branch)!, parsed.GetValue(TimeZone)!, parsed.GetValue(Locale)!, administrator, hrManager);
        var app = HrBpmHost.Build(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            await PrepareAsync(app.Services, ct);
            var (done, refusal) = await app.Services.GetRequiredService<WriteAttempts>().RunAsync((scope, token) => FoundAsync(scope, parsed.GetValue(Group) ?? terms.Name, terms, token), ct);
            if (refusal is not null) return await RefuseAsync(parsed.InvocationConfiguration, refusal.Message);
            var address = app.Services.GetRequiredService<PageAddress>().Server;
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"set up: {terms.Name}, with the branch {terms.Branch}");
            foreach (var founder in done!.Founders)
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{founder.Name} signs in as {founder.UserName}, and chooses a password here, once, until {founder.Link.ExpiresUtc:yyyy-MM-dd HH:mm} UTC: {new Uri(address, founder.Link.Path)}");
            return 0;
        }
    }

    private static async Task<int> RefuseAsync(InvocationConfiguration console, string why)
    {
        await console.Error.WriteLineAsync(why);
        return 1;
    }

    private static FoundCompany.Founder? FounderIn(ParseResult parsed, Option<string> option) =>
        MailAddress.TryCreate(parsed.GetValue(option), out var read) && read.DisplayName.Length > 0 ? new(read.DisplayName, read.Address) : null;

    private static async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await MigrateDatabase.MakeSureItExistsAsync(db, ct);
        await using var alone = await StartLock.TakeAsync(db, ct);
        await MigrateDatabase.RunAsync(db, ct);
    }

    private static async Task<(FoundCompany.Founded?, Refusal?)> FoundAsync(IServiceProvider scope, string groupName, FoundCompany.Terms terms, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await db.Companies.OrderBy(c => c.Id).Select(c => c.Name).FirstOrDefaultAsync(ct) is { } name)
            return (null, new("set-up.done", $"Expected an empty database, but it has the company '{name}'. Its group administrator adds companies (POST /api/companies), its administrators accounts (POST /api/accounts/invite)."));
        var group = new Company { Name = groupName.Trim() };
        if (OrgTexts.WhyNotName(group.Name, "a name of the group") is { } unfit) return (null, unfit);
        var (done, refusal) = await scope.GetRequiredService<FoundCompany>().RunAsync(group.Id, terms, [OrgRoles.GroupAdministrator], "operator", ct);
        if (refusal is null) db.Add(group);
        return (done, refusal);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HrBpm.Activities.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Roles;

/// <summary>Who may call what: <c>docs/role-routes.md</c> is made from the routes and the product's roles, and it is what the server does. <c>UPDATE_ROLE_ROUTES=1</c> writes it anew.</summary>
[Early]
public sealed class RoleRoutesTests(OneServer servers) : IClassFixture<OneServer>
{
    private const string Refused = "403";

    // One person for each role. What they hold beside it is what everybody holds.
    private static readonly Dictionary<string, string> People = new()
    {
        [OrgRoles.Employee] = "he.jing",
        [OrgRoles.DirectManager] = "li.na",
        [OrgRoles.DepartmentHead] = "wang.qiang",
        [OrgRoles.Leaver] = "luo.dan",
        [OrgRoles.HrSpecialist] = "liu.yang",
        [OrgRoles.HrManager] = "zhao.min",
        [OrgRoles.HrBp] = "jiang.wen",
        [OrgRoles.It] = "sun.lei",
        [OrgRoles.Finance] = "wu.jing",
        [OrgRoles.FinanceManager] = "zheng.kai",
        [OrgRoles.PayrollClerk] = "feng.xue",
        [OrgRoles.Administration] = "zhou.ting",
        [OrgRoles.Auditor] = "yu.hang",
        [OrgRoles.SchoolAdministrator] = "shi.lei",
        [OrgRoles.CompanyAdministrator] = "xu.nuo",
        [OrgRoles.GroupAdministrator] = "su.qing",
    };

    // Why a permission is not everybody's. A new permission has to say it here.
    private static readonly Dictionary<Permission, string> Reasons = new()
    {
        [Permission.SelfRead] = "Nobody is refused: it is about oneself.",
        [Permission.OwnAccount] = "Nobody is refused: it is one's own account.",
        [Permission.PeopleRead] = "A leaver has nobody to look up any more.",
        [Permission.PeopleWrite] = "Changing people is the work of HR and of administrators.",
        [Permission.PeopleImport] = "An import changes many people at once.",
        [Permission.PeopleExport] = "A file leaves the system with everything in it.",
        [Permission.OrgRead] = "A leaver belongs to no organisation any more.",
        [Permission.OrgWrite] = "The structure decides who approves what.",
        [Permission.IdentityRead] = "Numbers of the state and of banks are HR's.",
        [Permission.IdentityReveal] = "Numbers of the state and of banks are HR's.",
        [Permission.TasksRead] = "A leaver has no tasks; what is left is done by link.",
        [Permission.TasksComplete] = "A leaver has no tasks; what is left is done by link.",
        [Permission.TasksProxy] = "Deciding who does another's task is HR's and the administrators'.",
        [Permission.OffboardingRead] = "Nobody is refused: everybody may have a case, and sees their own.",
        [Permission.OffboardingStart] = "Ending an employment is HR's.",
        [Permission.OffboardingManage] = "Changing a case is HR's.",
        [Permission.WorkflowsRead] = "Flows hold what all of their steps know.",
        [Permission.WorkflowsManage] = "Whoever changes flows could have them do anything.",
        [Permission.SignaturesRead] = "Nobody is refused: everybody sees what they signed themselves.",
        [Permission.PayRead] = "Pay is seen by those who work it out or answer for it.",
        [Permission.PayRelease] = "Pay is released by those who answer for it.",
        [Permission.AuditRead] = "The log tells what everybody did.",
        [Permission.RolesManage] = "Whoever gives rights could give themselves any.",
        [Permission.ConsentGive] = "Whoever consents answers for what another may not do alone.",
        [Permission.KeysManage] = "Keys open what is sealed.",
        [Permission.AccountsManage] = "Whoever resets a sign-in could take it over.",
        [Permission.ClientsManage] = "A program may do what its scopes say, for years.",
        [Permission.FieldsManage] = "A field decides what is kept of everybody.",
        [Permission.SignInManage] = "Whoever says who may prove people's identity could sign in as any.",
        [Permission.PrivacyManage] = "How long data is kept is decided by those who answer for it.",
        [Permission.BackupsManage] = "A backup holds every company.",
        [Permission.CompaniesManage] = "Which companies there are is the group's matter.",
        [Permission.SandboxManage] = "Time and other systems are everybody's.",
    };

    private sealed record Route(string Method, string Pattern, string Address, Permission? Needs, string? WhyOpen, bool TakesFiles)
    {
        public override string ToString() => $"{Method} {Pattern}";
    }

    [Fact]
    public async Task The_committed_table_is_what_routes_and_roles_say()
    {
        var actual = Table(Routes(await servers.OnAsync()));
        var file = Repository.PathOf("docs", "role-routes.md");
        if (Environment.GetEnvironmentVariable("UPDATE_ROLE_ROUTES") == "1") await File.WriteAllTextAsync(file, actual);

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";

        committed.ShouldBe(actual, "docs/role-routes.md is not what the server says. Look at what changed, then run: UPDATE_ROLE_ROUTES=1 dotnet test --project tests/Server.Tests -- --filter-class \"*RoleRoutesTests\"");
    }

    [Fact]
    public async Task Each_refusal_of_the_table_has_its_reason_and_each_open_route_too()
    {
        var routes = Routes(await servers.OnAsync());

        routes.Where(r => r.Needs is null && string.IsNullOrWhiteSpace(r.WhyOpen)).Select(r => r.ToString()).ShouldBeEmpty("open without a reason");
        routes.Select(r => r.Needs).OfType<Permission>().Distinct().Where(p => !Reasons.ContainsKey(p)).ShouldBeEmpty("refused without a reason");
        // The forbidden answer names what the table says.
        await (await (await (await servers.OnAsync()).SignInAsync("he.jing")).GetAsync("/api/payroll/statements")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    [Fact]
    public async Task Each_role_is_refused_just_where_the_table_says()
    {
        People.Keys.ShouldBe(ProductRoles.Names, ignoreOrder: true, "somebody to try each role with");
        // Whoever has signed out gets 401 from then on.
        var routes = Routes(await servers.OnAsync()).Where(r => r.Needs is not null).OrderBy(r => r.Pattern.Contains("sign-out", StringComparison.Ordinal)).ToList();
        var wrong = new List<string>();
        foreach (var (role, person) in People)
        {
            var client = await servers.AsAsync(person);
            // All that refuse the role are tried. Of those that do not, whoever may do least and whoever may do most walk all, the others one for each permission.
            bool Refuses(Route route) => Cell(role, route.Needs!.Value) == Refused;
            foreach (var route in role is OrgRoles.Employee or OrgRoles.Leaver or OrgRoles.CompanyAdministrator ? routes : [.. routes.Where(Refuses), .. routes.Where(r => !Refuses(r)).DistinctBy(r => r.Needs)])
            {
                var (status, isRefused) = await CallAsync(client, route);
                if (status is HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError || isRefused != Refuses(route))
                    wrong.Add($"{route} as {role}: {Cell(role, route.Needs!.Value)} in the table, {(int)status} in truth");
            }
        }

        wrong.ShouldBeEmpty();
    }

    // An empty body and ids of nothing: whoever may call is told that the request is wrong, and nothing is changed.
    private static async Task<(HttpStatusCode Status, bool IsRefused)> CallAsync(HttpClient client, Route route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Address);
        if (route.TakesFiles) request.Content = new MultipartFormDataContent { { new StringContent(""), "nothing" } };
        else if (route.Method is not "GET" and not "DELETE") request.Content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // Another code means that the route was reached, and refused something in particular. Pages say it without a code.
        return (answer.StatusCode, answer.StatusCode == HttpStatusCode.Forbidden
            && (answer.Content.Headers.ContentType?.MediaType == "text/html" || (await answer.Content.ReadAsStringAsync()).Contains("\"request.forbidden\"", StringComparison.Ordinal)));
    }

    private static List<Route> Routes(HrBpmServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(m => m != "HEAD").Select(m => RouteOf(m, e)))
            .DistinctBy(r => r.ToString()).OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    private static Route RouteOf(string method, RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var address = pattern;
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            var start = address.IndexOf($"{{{(parameter.IsCatchAll ? "**" : "")}{parameter.Name}", StringComparison.Ordinal);
            var value = parameter.ParameterPolicies.Any(p => p.Content == "guid") ? Guid.Empty.ToString("D") : parameter.ParameterPolicies.Any(p => p.Content == "int") ? "0" : "nothing";
            address = address[..start] + value + address[(address.IndexOf('}', start) + 1)..];
        }

        return new Route(method, pattern, address, endpoint.Metadata.GetMetadata<NeedsPermission>()?.Permission, endpoint.Metadata.GetMetadata<AnonymousBecause>()?.Reason,
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true);
    }

    private static string Table(IReadOnlyList<Route> routes)
    {
        var text = new StringBuilder("""
            # Who may call what

            Made from the routes and from the product's roles (`src/Server/Platform/ProductRoles.cs`). A test has somebody of each role call each
            route that is to refuse them, and one for each permission that they have, and finds 403 just where the table says so; another tries the reaches with people, cases, tasks, pay and signatures (`ReachTests`). A column is what a person sees who holds that role and nothing else beside being employed (a leaver holds nothing else).

            - `403`: refused with status 403 and code `request.forbidden`, because none of the person's roles has the permission of the route, which is in the second column.
            - `own`, `reports`, `tree`, `branch`, `company`, `group`: answered, for what the permission reaches: oneself, direct reports, the department with all below it, the branch, the
              company, the companies of the group. What is out of reach is answered with 404, as if it did not exist. A role that is held for one branch reaches that branch instead of the company.
            - Among the answered, a refusal says why in its code: 404 (`….unknown`) for what is out of reach or not there, 403 (`….forbidden`) for what the person sees and may not do just then, such as answering
              somebody else's task or consenting to an act of one's own, 409 for what does not go in the present state, 400 for a request that is wrong in itself.
            - Whoever has not signed in gets 401 on all of these.

            What each permission is for, and the roles that hold it:


            """);
        text.AppendLine("| Permission | Routes | Held by | Why the others are refused |").AppendLine("|---|---|---|---|");
        foreach (var needs in routes.Where(r => r.Needs is not null).GroupBy(r => r.Needs!.Value).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {needs.Key} | {needs.Count()} | {Holders(needs.Key)} | {Reasons[needs.Key]} |");
        text.Append("""



            """);
        text.AppendLine("| Route | Permission | " + string.Join(" | ", ProductRoles.Names) + " |");
        text.AppendLine("|---|---|" + string.Concat(ProductRoles.Names.Select(_ => "---|")));
        foreach (var route in routes.Where(r => r.Needs is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{route}` | {route.Needs} | {string.Join(" | ", ProductRoles.Names.Select(role => Cell(role, route.Needs!.Value)))} |");
        text.AppendLine().AppendLine("Open to anybody, signed in or not:").AppendLine();
        foreach (var route in routes.Where(r => r.Needs is null)) text.AppendLine(CultureInfo.InvariantCulture, $"- `{route}`: {route.WhyOpen}");
        return text.ToString();
    }

    private static string Holders(Permission permission)
    {
        var refused = ProductRoles.Names.Where(role => Cell(role, permission) == Refused).ToList();
        return refused.Count switch
        {
            0 => "everybody",
            1 => $"everybody but {refused[0]}",
            _ => string.Join(", ", ProductRoles.Names.Except(refused)),
        };
    }

    private static string Cell(string role, Permission permission)
    {
        var rights = role is OrgRoles.Leaver ? ProductRoles.Find(role)! : [.. ProductRoles.Find(role)!, .. ProductRoles.Find(OrgRoles.Employee)!];
        return rights.Where(r => r.Permission == permission).Select(r => (Reach?)r.Reach).Max() switch
        {
            null => Refused,
            Reach.DirectReports => "reports",
            Reach.DepartmentTree => "tree",
            { } reach => reach.ToString().ToLowerInvariant(),
        };
    }
}

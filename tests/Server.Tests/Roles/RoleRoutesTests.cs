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

    private sealed record Route(string Method, string Pattern, string Address, Permission? Needs, bool TakesFiles)
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
    public async Task Each_role_is_refused_just_where_the_table_says()
    {
        People.Keys.ShouldBe(ProductRoles.Names, ignoreOrder: true, "somebody to try each role with");
        // Whoever has signed out gets 401 from then on.
        var routes = Routes(await servers.OnAsync()).Where(r => r.Needs is not null).OrderBy(r => r.Pattern.Contains("sign-out", StringComparison.Ordinal)).ToList();
        var (wrong, tried) = (new List<string>(), new HashSet<string>());
        foreach (var (role, person) in People)
        {
            var client = await servers.AsAsync(person);
            // Of roles that are refused alike, one walks all routes, and the others one for each permission.
            var isFirst = tried.Add(string.Join(',', routes.Select(r => r.Needs).Distinct().Where(p => Cell(role, p!.Value) == Refused)));
            foreach (var route in isFirst ? routes : routes.DistinctBy(r => r.Needs))
            {
                var status = await CallAsync(client, route);
                if (status is HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError || (status == HttpStatusCode.Forbidden) != (Cell(role, route.Needs!.Value) == Refused))
                    wrong.Add($"{route} as {role}: {Cell(role, route.Needs!.Value)} in the table, {(int)status} in truth");
            }
        }

        wrong.ShouldBeEmpty();
    }

    // An empty body and ids of nothing: whoever may call is told that the request is wrong, and nothing is changed.
    private static async Task<HttpStatusCode> CallAsync(HttpClient client, Route route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Address);
        if (route.TakesFiles) request.Content = new MultipartFormDataContent { { new StringContent(""), "nothing" } };
        else if (route.Method is not "GET" and not "DELETE") request.Content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
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

        return new Route(method, pattern, address, endpoint.Metadata.GetMetadata<NeedsPermission>()?.Permission,
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true);
    }

    private static string Table(IReadOnlyList<Route> routes)
    {
        var text = new StringBuilder("""
            # Who may call what

            Made from the routes and from the product's roles (`src/Server/Platform/ProductRoles.cs`), and tried out by a test. A column is what a person sees who holds that role
            and nothing else beside being employed (a leaver holds nothing else).

            - `403`: refused with status 403.
            - `own`, `reports`, `tree`, `branch`, `company`, `group`: answered, for what the permission reaches: oneself, direct reports, the department with all below it, the branch, the
              company, the companies of the group. What is out of reach is answered with 404, as if it did not exist. A role that is held for one branch reaches that branch instead of the company.
            - Whoever has not signed in gets 401 on all of these.


            """);
        text.AppendLine("| Route | Permission | " + string.Join(" | ", ProductRoles.Names) + " |");
        text.AppendLine("|---|---|" + string.Concat(ProductRoles.Names.Select(_ => "---|")));
        foreach (var route in routes.Where(r => r.Needs is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{route}` | {route.Needs} | {string.Join(" | ", ProductRoles.Names.Select(role => Cell(role, route.Needs!.Value)))} |");
        text.AppendLine().AppendLine("Open to anybody, signed in or not:").AppendLine();
        foreach (var route in routes.Where(r => r.Needs is null)) text.AppendLine(CultureInfo.InvariantCulture, $"- `{route}`");
        return text.ToString();
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

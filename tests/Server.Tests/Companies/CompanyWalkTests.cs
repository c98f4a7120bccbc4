using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Tests.Workflows.ElsaApi;

namespace HrBpm.Server.Tests.Companies;

/// <summary>Somebody with every permission of one company walks through the API with ids of another: what belongs to the other does not exist there.</summary>
public sealed partial class CompanyWalkTests(OtherCompanies others) : IClassFixture<OtherCompanies>
{
    private const string Elsa = "/elsa/api/";

    private OtherCompany other = null!;

    // Not ids of rows: names of what the product itself has, numbers, proofs, or signals that are heard in the own company only.
    private static readonly Dictionary<string, string> NoIds = new()
    {
        ["/api/task-links/{token}"] = "The token itself is the proof; whoever has it may act, with or without an account.",
        ["/api/task-links/{token}/attachments"] = "The same.",
        ["/api/task-links/{token}/files/{field}"] = "The same.",
        ["/api/companies/{companyId}"] = "Only those who look after a whole group may call it; what they get for a company of another group is tried in SetUpTests.",
        ["/api/roles/{name}"] = "A name, which each company has for itself.",
        ["/elsa/api/features/installed/{fullName}"] = "A feature of the product.",
        ["/elsa/api/descriptors/activities/{type}/options/{property}"] = "A type of activity.",
        ["/elsa/api/events/{eventName}/trigger"] = "A signal: it is heard in the own company only.",
        ["/elsa/api/tasks/{taskId}/complete"] = "A signal: it is heard in the own company only.",
    };

    // Asking for these with an id makes something new in the own company, which the other one does not notice.
    private static readonly string[] MakesOnesOwn = ["PUT /elsa/api/workflow-definitions/{definitionId}/import"];

    private sealed record Operation(string Method, string Path, JsonObject Described)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_route_that_takes_an_id_answers_404_for_what_belongs_to_another_company(TestDatabase database)
    {
        other = await others.OnAsync(database);
        var before = await other.EverythingAsync();
        var wrong = new List<string>();
        foreach (var operation in (await OperationsAsync()).Where(o => o.Path.Contains('{') && !NoIds.ContainsKey(o.Path) && !MakesOnesOwn.Contains(o.ToString())))
        {
            using var answer = await other.Intruder.SendAsync(Request(operation, Address(operation)));
            if (answer.StatusCode != HttpStatusCode.NotFound) wrong.Add($"{operation}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        wrong.ShouldBeEmpty();
        foreach (var (table, rows) in await other.EverythingAsync()) rows.ShouldBe(before[table], $"{table} of the other company");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7210_lists_never_return_rows_of_another_company(TestDatabase database)
    {
        other = await others.OnAsync(database);
        var told = new List<string>();
        // A backup holds every company, and companies are the group's matter: only those who look after the whole of it see that there are any.
        string[] ofGroups = ["/api/backups", "/api/companies", "/api/companies/export"];
        foreach (var path in ofGroups) (await other.Intruder.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        foreach (var operation in (await OperationsAsync()).Where(o => o.Method == "GET" && !o.Path.Contains('{') && !ofGroups.Contains(o.Path)))
            foreach (var query in Queries(operation))
            {
                var answer = await other.Intruder.GetAsync(operation.Path + query);
                answer.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, $"{operation}: the walk is made by somebody who may do everything");
                ((int)answer.StatusCode).ShouldBeLessThan(500, operation.ToString());
                var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
                told.AddRange(other.Ids.Where(id => id.Key != "incident" && text.Contains(id.Value, StringComparison.OrdinalIgnoreCase) && !query.Contains(id.Value, StringComparison.Ordinal)).Select(id => $"{operation}{query}: {id.Key}"));
                if (other.Ids.Values.Any(id => query.Contains(Uri.EscapeDataString(id), StringComparison.Ordinal)) && answer.IsSuccessStatusCode && operation.Path != "/elsa/api/workflow-definitions/validation/is-name-unique" && !(operation.Path == "/api/dashboard" ? CountsNothing(JsonNode.Parse(text)) : IsEmpty(text))) told.Add($"{operation}{query}: {text[..Math.Min(200, text.Length)]}");
            }

        told.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Elsa_7317_a_definition_of_another_company_never_runs(TestDatabase database)
    {
        other = await others.OnAsync(database);
        var school = await other.Server.SignInAsync("kang.ning");
        foreach (var (client, text) in new[] { (school, "school"), (other.Intruder, "tech"), (school, "school again") })
            (await client.PostAsJsonAsync(Elsa + "workflow-definitions", new { model = ElsaServer.Flow("same-name", text), publish = true })).EnsureSuccessStatusCode();
        foreach (var client in new[] { school, other.Intruder, school, other.Intruder })
        {
            var run = (await (await client.PostAsJsonAsync(Elsa + "workflow-definitions/same-name/dispatch", new { })).Content.ReadFromJsonAsync<JsonObject>())!;

            var ran = (string)(await client.GetFromJsonAsync<JsonObject>($"{Elsa}workflow-instances/{run["workflowInstanceId"]}"))!["definitionVersionId"]!;
            var version = await client.GetFromJsonAsync<JsonObject>($"{Elsa}workflow-definitions/by-id/{ran}");
            ((string)version!["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!).ShouldBe(client == school ? "school again" : "tech");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_signal_is_not_heard_in_another_company(TestDatabase database)
    {
        other = await others.OnAsync(database);
        (await other.Intruder.PostAsJsonAsync(Elsa + "events/Go/trigger", new { workflowInstanceId = other.Ids["run"] })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var run = await (await other.Server.SignInAsync("kang.ning")).GetFromJsonAsync<JsonObject>($"{Elsa}workflow-instances/{other.Ids["run"]}");
        ((string)run!["status"]!).ShouldBe("Running");
    }

    private async Task<List<Operation>> OperationsAsync()
    {
        var document = JsonNode.Parse(await other.Server.Client().GetStringAsync("/openapi/v1.json"))!.AsObject();
        return
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Value is JsonObject
               select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
        ];
    }

    private string Address(Operation operation)
    {
        var address = operation.Path;
        foreach (var name in operation.Described["parameters"]!.AsArray().Where(p => (string?)p!["in"] == "path").Select(p => (string)p!["name"]!))
            address = address.Replace($"{{{name}}}", name == "version" ? "1" : Uri.EscapeDataString(other.Ids[Kind(operation.Path, name)]), StringComparison.Ordinal);
        return operation.Path.EndsWith("segments/{id}", StringComparison.Ordinal) ? address + "?childNodeId=flow:wait" : address;
    }

    /// <summary>Which kind of row a route names. A new kind of route has to be told here, so that it is walked.</summary>
    private static string Kind(string path, string name) => (path, name) switch
    {
        (_, "entryId") => "entry",
        (_, "personId") => "person",
        (_, "taskId") => "task",
        (_, "attachmentId") => "attachment",
        (_, "copyId") => "copy",
        (_, "commentId") => "comment",
        (_, "delegationId") => "away",
        (_, "viewId") => "view",
        (_, "signatureId") => "signature",
        (_, "incidentId") => "incident",
        (_, "instanceId") => "instance",
        (_, "definitionId" or "readyFlowId") => "definition",
        (_, "scenarioId") => "scenario",
        ("/api/definitions/{definitionId}/variant/changes/{key}", "key") => "definition",
        (_, "activityInstanceId") => "visit",
        (_, "grantId") => "grant",
        (_, "requestId") => "request",
        (_, "sessionId") => "session",
        (_, "passkeyId") => "passkey",
        (_, "clientId") => "client",
        (_, "employmentId") => "employment",
        (_, "departmentId") => "department",
        (_, "branchId") => "branch",
        (_, "positionId") => "position",
        (_, "importId") => "import",
        (_, "shiftId") => "shift",
        (_, "assignmentId") => "assignment",
        (_, "providerId") => "provider",
        (_, "fieldId") => "field",
        (_, "field") => "definition",
        ("/api/files/{fileId}" or "/api/files/{fileId}/preview", "fileId") => "answerFile",
        (_, "fileId") => "file",
        (_, "assetId") => "asset",
        (_, "id") when path.StartsWith("/api/people", StringComparison.Ordinal) => "person",
        ("/elsa/api/workflow-definitions/by-id/{id}" or "/elsa/api/workflow-definition-versions/{id}", "id") => "version",
        (_, "id") when path.StartsWith(Elsa + "workflow-definitions/subgraph", StringComparison.Ordinal) => "version",
        (_, "id") when path.StartsWith(Elsa + "workflow-instances", StringComparison.Ordinal) || path.StartsWith(Elsa + "cancel/workflow-instances", StringComparison.Ordinal) => "run",
        (_, "id") when path.StartsWith(Elsa + "bookmarks", StringComparison.Ordinal) => "bookmark",
        (_, "id") when path.StartsWith(Elsa + "activity-executions", StringComparison.Ordinal) => "visit",
        (_, "id") when path.StartsWith(Elsa + "alterations", StringComparison.Ordinal) => "plan",
        (_, "id") when path.StartsWith("/api/offboarding", StringComparison.Ordinal) => "case",
        (_, "id") when path.StartsWith("/api/payroll/statements", StringComparison.Ordinal) => "statement",
        (_, "id") when path.StartsWith("/api/instances", StringComparison.Ordinal) => "instance",
        _ => throw new InvalidOperationException($"Expected to know what kind of row '{name}' of {path} names. Say it here, and give the other company such a row in OtherCompany."),
    };

    private HttpRequestMessage Request(Operation operation, string address)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), address);
        if (operation.Described["requestBody"]?["content"] is not JsonObject content) return request;
        request.Content = content.ContainsKey("multipart/form-data")
            ? new MultipartFormDataContent { { new ByteArrayContent("x"u8.ToArray()) { Headers = { ContentType = new("text/plain") } }, "file", "x.txt" } }
            : JsonContent.Create(Body(operation.ToString()));
        return request;
    }

    // Bodies that are right in themselves, so that nothing but the id is in the way.
    private object Body(string operation) => operation switch
    {
        "POST /api/people/{personId}/tasks/reroute" => new { to = Colleague, reason = "?" },
        "POST /api/instances/{id}/incidents/{incidentId}/resolve" => new { how = "retry" },
        "POST /api/instances/{id}/cancel" => new { reason = "?" },
        "POST /api/payroll/statements/{id}/early-release" => new { requestId = Guid.NewGuid(), items = new[] { other.Ids["item"] }, reason = "?" },
        "POST /api/tasks/{taskId}/complete" => new { action = "approve" },
        "POST /api/tasks/{taskId}/return" => new { to = "initiator" },
        "POST /api/tasks/{taskId}/transfer" or "POST /api/tasks/{taskId}/delegate" => new { to = Colleague },
        "POST /api/tasks/{taskId}/signers" => new { people = new[] { Colleague }, place = "before" },
        "POST /api/tasks/{taskId}/signers/remove" => new { person = Colleague },
        "POST /api/tasks/{taskId}/copies" => new { people = new[] { Colleague } },
        "POST /api/flows/{instanceId}/comments" => new { text = "?" },
        "POST /api/tasks/{taskId}/links" => new { reason = "?" },
        "POST /api/tasks/{taskId}/proxy" => new { to = Colleague, reason = "?" },
        "POST /api/role-grants/{grantId}/revoke" or "POST /api/accounts/{personId}/ask-for-new-password" or "POST /api/accounts/{personId}/reset-second-factor"
            or "POST /api/accounts/{personId}/disable" or "POST /api/accounts/{personId}/enable" => new { reason = "?" },
        "POST /api/people/{personId}/erasure" or "POST /api/people/{personId}/data" or "PUT /api/people/{personId}/hold" => new { reason = "?" },
        "PUT /api/people/{personId}" => new { name = "?", email = "x@example.com" },
        "POST /api/people/{personId}/employments" or "PUT /api/people/{personId}/employments/{employmentId}" =>
            new { branchId = other.Ids["branch"], departmentId = other.Ids["department"], positionId = other.Ids["position"], from = "2099-01-01" },
        "POST /api/people/{personId}/employments/{employmentId}/end" or "POST /api/org/departments/{departmentId}/close" => new { lastDay = "2020-01-31" },
        "PUT /api/org/departments/{departmentId}" or "PUT /api/org/positions/{positionId}" or "PUT /api/assets/{assetId}" => new { name = "?" },
        "PUT /api/oauth-clients/{clientId}" => new { name = "?", redirectUris = new[] { "https://app.example/back" }, postLogoutRedirectUris = Array.Empty<string>(), scopes = Array.Empty<string>() },
        "PUT /api/custom-fields/{fieldId}" => new { field = new { key = "shirt", kind = "text", labelZh = "?", labelEn = "?" }, version = 0 },
        "POST /api/start/{definitionId}" => new { requestId = Guid.NewGuid() },
        "POST /api/definitions/{definitionId}/scenarios" => new { name = "?", scenario = OtherCompany.Scenario },
        "PUT /api/definitions/{definitionId}/variant" => new { revision = 0, changes = Array.Empty<object>() },
        "POST /api/definitions/{definitionId}/variant/changes" => new { change = new { kind = "off", card = "write" } },
        "POST /api/definitions/{definitionId}/variant/upgrade" => new { toVersionId = "?", decisions = Array.Empty<object>() },
        "PUT /api/start/{definitionId}/draft" => new { answers = new { } },
        "PUT /api/offboarding/{id}/custom" => new { custom = new { } },
        "PUT /api/org/departments/{departmentId}/head" => new { personId = Colleague },
        "PUT /api/shifts/{shiftId}" => new { name = "?", hours = "09:00-18:00", breaks = Array.Empty<string>() },
        "POST /api/shift-assignments/{assignmentId}/end" => new { lastDay = "2099-01-31" },
        "PUT /api/org/branches/{branchId}" => new { name = "?", timeZoneId = "Asia/Shanghai", locale = "zh-CN" },
        "POST /api/people/imports/{importId}/check" => new { mapping = new { employeeNumber = "工号", name = "姓名" } },
        "PUT /api/people/{id}/secrets" => new { identity = (object?)null, bankAccount = new { bankName = "招商银行", number = "6225880212345678" }, version = 0 },
        "POST /api/people/{id}/secrets/reveal" => new { field = "identityNumber", reason = "?" },
        "PUT /api/identity-providers/{providerId}" => new { terms = new { name = "?", issuer = "https://idp.example", clientId = "?", claim = "email", personKey = "email", isTrustedForSecondFactor = false }, clientSecret = "?", version = 0 },
        "POST /elsa/api/workflow-definitions/{definitionId}/bulk-dispatch" => new { count = 1 },
        _ => new { },
    };

    private static Guid Colleague => DemoIds.Of("he.jing");

    // A list as it is, and asked for with each id of the other company in each of its filters that take an id.
    private IEnumerable<string> Queries(Operation operation)
    {
        // A workbook is packed; as text, its cells are seen.
        var file = operation.Path.EndsWith("/export", StringComparison.Ordinal) ? "?format=csv" : "";
        yield return operation.Path == "/api/audit/entries" ? $"?subject=offboarding:{other.Ids["case"]}" : file;
        foreach (var (name, isId) in (operation.Described["parameters"] as JsonArray ?? []).Select(p => ((string)p!["name"]!, (string?)p["schema"]?["format"] == "uuid")))
            foreach (var kind in KindsOf(operation.Path, name, isId))
                yield return $"{file}{(file.Length > 0 ? "&" : "?")}{name}={Uri.EscapeDataString(other.Ids[kind])}";
    }

    private static string[] KindsOf(string path, string name, bool isId = false) => (path, name) switch
    {
        ("/api/jobs", "instance") => ["instance", "run"],
        ("/api/instances", "correlation") => ["case"],
        ("/api/instances", "definition") => ["definition"],
        ("/api/flows" or "/api/dashboard/steps", "definition") => ["definition"],
        ("/api/flows" or "/api/dashboard/steps", "branch") => ["branch"],
        ("/api/flows", "assignee") => ["person"],
        ("/api/people", "companyId") => ["company"],
        ("/api/people", "branchId") => ["branch"],
        ("/api/people", "departmentId") => ["department"],
        ("/api/role-grants" or "/api/removals" or "/api/shift-assignments" or "/api/calendar/days" or "/api/calendar/preview", "personId") => ["person"],
        ("/api/calendar" or "/api/calendar/editions" or "/api/calendar/days" or "/api/calendar/preview", "branchId") => ["branch"],
        (_, "WorkflowInstanceId") => ["run"],
        ("/elsa/api/activity-executions/by-id", "id") => ["visit"],
        ("/elsa/api/workflow-definitions/many-by-id", "ids") or (_, "Ids") => ["version"],
        (_, "DefinitionIds") => ["definition"],
        ("/api/tasks", "Concerning") => ["person"],
        ("/api/dashboard", "branch") => ["branch"],
        ("/api/dry-runs/person", "personId") or ("/api/dry-runs/people", "of") => ["person"],
        ("/api/audit/entries", "after") => ["entry"],
        (_, "ActivityNodeId" or "ActivityNodeIds") or ("/elsa/api/workflow-definitions/validation/is-name-unique", "definitionId") => [],
        _ when path.EndsWith("/export", StringComparison.Ordinal) => KindsOf(path[..^"/export".Length], name),
        _ when isId || name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Ids", StringComparison.OrdinalIgnoreCase) =>
            throw new InvalidOperationException($"Expected to know what kind of row the filter '{name}' of {path} names. Say it here, or that it names none."),
        _ => [],
    };

    private static bool CountsNothing(JsonNode? node) => node switch
    {
        JsonObject members => members.All(m => CountsNothing(m.Value)),
        JsonArray list => list.All(CountsNothing),
        JsonValue value => !value.TryGetValue<double>(out var number) || number == 0,
        _ => true,
    };

    // Of a file, only the headings.
    private static bool IsEmpty(string text) => text.TrimStart('\uFEFF') is var json && json[..Math.Min(1, json.Length)] is not ("{" or "[") ? json.Trim().Split('\n').Length <= 1 : JsonNode.Parse(json) switch
    {
        JsonArray list => list.Count == 0,
        JsonObject page when page["items"] is JsonArray items => items.Count == 0,
        JsonObject page => page.Where(m => m.Value is JsonArray).All(m => m.Value!.AsArray().Count == 0) && page.Any(m => m.Value is JsonArray),
        _ => false,
    };
}

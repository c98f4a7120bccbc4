using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Inbox.Views;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Tests.Fuzz;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Companies;

/// <summary>Ids of the other company where they are easily forgotten: in bodies, and in the addresses of pages.</summary>
public sealed partial class CompanyWalkTests
{
    // Answered with a success, because they keep or count what was asked for and do nothing with it.
    private static readonly Dictionary<string, string> TakenAsText = new()
    {
        ["POST /api/inbox-views concerningId"] = "A filter that the person saves for themselves; the list that is asked with it is empty.",
        ["POST /api/inbox-views definitionId"] = "The same.",
        ["POST /api/inbox-views id"] = "An id that the client chooses; it is looked for among the person's own.",
        ["POST /api/away-delegations definitionId"] = "The name of a flow, which any company may have; it narrows what the person gives away of their own.",
        ["POST /api/away-delegations to"] = "People of a group have tasks in each other's companies, so anybody of the group may stand in.",
        ["POST /elsa/api/alterations/run workflowInstanceIds"] = "Answered for each instance: that there is none in the company.",
        ["POST /elsa/api/alterations/workflows/retry workflowInstanceIds"] = "Answered for each instance: that there is none in the company.",
        ["POST /elsa/api/events/{eventName}/trigger workflowInstanceId"] = "A signal: it is heard in the own company only, see A_signal_is_not_heard_in_another_company.",
    };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Ids_of_another_company_in_a_body_are_as_unknown_as_in_an_address(TestDatabase database)
    {
        other = await others.OnAsync(database);
        var own = await OwnAsync();
        var before = await other.EverythingAsync();
        var (wrong, unknown, asked) = (new List<string>(), 0, 0);
        foreach (var operation in (await ApiOperation.AllAsync(other.Server.Client())).Where(o => o.Json is not null && o.In(ParameterLocation.Path).All(p => own.ContainsKey(PathKind(o.Path, p.Name!)))))
        {
            var right = RightBody(operation, own);
            var address = operation.In(ParameterLocation.Path).Aggregate(operation.Path, (path, p) => path.Replace($"{{{p.Name}}}", own[PathKind(operation.Path, p.Name!)], StringComparison.Ordinal));
            foreach (var spot in JsonSpot.Of(right, operation.Json!))
            {
                if (BodyKind(operation, spot) is not { } kind) continue;
                asked++;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), address) { Content = new StringContent(spot.Put(right, $"\"{other.Ids[kind]}\""), Encoding.UTF8, "application/json") };
                using var answer = await other.Intruder.SendAsync(request);
                var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
                if (answer.StatusCode == HttpStatusCode.NotFound || text.Contains(".unknown", StringComparison.Ordinal) || text.Contains(other.Ids[kind], StringComparison.Ordinal)) unknown++;
                var isRefused = (int)answer.StatusCode is >= 400 and < 500;
                if (!isRefused && !(answer.IsSuccessStatusCode && (TakenAsText.ContainsKey($"{operation} {spot.Steps.OfType<string>().Last()}") || IsNothing(text)))) wrong.Add($"{operation} {spot}: {(int)answer.StatusCode} {text[..Math.Min(300, text.Length)]}");
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(60, "ids in bodies that were tried");
        unknown.ShouldBeGreaterThan(30, "refused for being unknown, not for something else");
        foreach (var (table, rows) in await other.EverythingAsync()) rows.ShouldBe(before[table], $"{table} of the other company");
        await ForgetTakenAsync();
    }

    // What was taken as text names the other company's ids in the own one's lists, where another test expects none.
    private Task<int> ForgetTakenAsync() => other.Server.InScopeAsync(async s =>
    {
        var (db, intruder) = (s.GetRequiredService<AppDbContext>(), DemoIds.Of("xu.nuo"));
        return await db.Set<InboxView>().Where(v => v.PersonId == intruder).ExecuteDeleteAsync() + await db.Set<AwayDelegation>().Where(d => d.PersonId == intruder).ExecuteDeleteAsync();
    });

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_page_about_a_task_of_another_company_is_the_page_about_none(TestDatabase database)
    {
        other = await others.OnAsync(database);
        var before = await other.EverythingAsync();
        var pages = other.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.Parameters.Any(p => p.Name == "taskId") && e.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is not ("api" or "elsa"))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Pattern: "/" + e.RoutePattern.RawText!.Trim('/')))).ToList();
        pages.Count.ShouldBeGreaterThan(7);
        foreach (var (method, pattern) in pages.Where(p => p.Method != "HEAD"))
        {
            var (theirs, nobodys) = (await PageAsync(method, pattern, other.Ids["task"]), await PageAsync(method, pattern, "0190a5d2-7c1e-7b3a-9f60-1c2d3e4f5a6b"));
            theirs.ShouldBe(nobodys, $"{method} {pattern}");
            theirs.Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Redirect);
        }

        foreach (var (table, rows) in await other.EverythingAsync()) rows.ShouldBe(before[table], $"{table} of the other company");
    }

    private async Task<(HttpStatusCode Status, string Text)> PageAsync(string method, string pattern, string task)
    {
        var address = pattern.Replace("{taskId:guid}", task, StringComparison.Ordinal).Replace("{verb}", "approve", StringComparison.Ordinal).Replace("{commentId:guid}", other.Ids["comment"], StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST") request.Content = new MultipartFormDataContent { { new StringContent("?"), "text" } };
        using var answer = await other.Intruder.SendAsync(request);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Replace(task, "", StringComparison.Ordinal).Replace(answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.First() : "\0", "", StringComparison.Ordinal) is var text && answer.StatusCode == HttpStatusCode.Redirect ? answer.Headers.Location!.ToString().Replace(task, "", StringComparison.Ordinal) : Stable(text));
    }

    // What differs between any two answers.
    private static string Stable(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"(traceId|instance)\":\"[^\"]*\"", "");

    // Rows of the intruder's own company.
    private Task<Dictionary<string, string>> OwnAsync() => other.Server.InScopeAsync(async s =>
    {
        var employment = await s.GetRequiredService<AppDbContext>().Employments.AsNoTracking().FirstAsync(e => e.PersonId == DemoIds.Of("he.jing"));
        return new Dictionary<string, string>
        {
            ["person"] = employment.PersonId.ToString("D"), ["employment"] = employment.Id.ToString("D"), ["department"] = employment.DepartmentId.ToString("D"),
            ["branch"] = employment.BranchId.ToString("D"), ["position"] = employment.PositionId.ToString("D"),
        };
    });

    private static string PathKind(string path, string name) => NoIds.ContainsKey(path) ? "" : Kind(path, name);

    /// <summary>A body that is right for the own company, where the schema alone does not tell how.</summary>
    private static JsonNode? RightBody(ApiOperation operation, Dictionary<string, string> own)
    {
        var terms = new JsonObject
        {
            ["branchId"] = own["branch"], ["departmentId"] = own["department"], ["positionId"] = own["position"], ["from"] = "2099-01-01", ["managerId"] = DemoIds.Of("li.na"), ["dottedLineManagerId"] = DemoIds.Of("li.na"), ["hrBpId"] = DemoIds.Of("liu.yang"),
        };
        return operation.ToString() switch
        {
            "POST /api/people" => new JsonObject { ["name"] = "新人", ["employeeNumber"] = "XK9901", ["userName"] = "xin.ren", ["email"] = "xin.ren@xinghe.example", ["employment"] = terms },
            "POST /api/people/{personId}/employments" or "PUT /api/people/{personId}/employments/{employmentId}" => terms,
            "POST /api/org/departments" or "PUT /api/org/departments/{departmentId}" => new JsonObject { ["name"] = "新部门", ["parentId"] = own["department"] },
            "POST /api/shift-assignments" => new JsonObject { ["shiftId"] = own["person"], ["personId"] = own["person"], ["from"] = "2099-01-01" },
            "PUT /api/org/departments/{departmentId}/head" => new JsonObject { ["personId"] = own["person"] },
            "POST /elsa/api/alterations/submit" => new JsonObject { ["filter"] = new RightBodies(own).Of(operation)!["filter"]!.DeepClone(), ["alterations"] = Alterations() },
            "POST /elsa/api/alterations/run" => new JsonObject { ["workflowInstanceIds"] = new JsonArray(own["person"]), ["alterations"] = Alterations() },
            "POST /api/role-grants" => new JsonObject { ["personId"] = own["person"], ["role"] = "Auditor", ["branchId"] = own["branch"] },
            "POST /api/tasks/approve" or "POST /api/tasks/reject" => new JsonObject { ["tasks"] = new JsonArray(new JsonObject { ["taskId"] = own["person"] }), ["comment"] = "?" },
            "POST /api/tasks/hand-over" => new JsonObject { ["to"] = own["person"], ["reason"] = "?" },
            "POST /api/away-delegations" => new JsonObject { ["to"] = own["person"], ["from"] = "2099-01-01T00:00:00Z", ["until"] = "2099-02-01T00:00:00Z", ["definitionId"] = "offboarding-standard" },
            "POST /api/oauth-clients" => new JsonObject { ["name"] = "x", ["kind"] = "service", ["redirectUris"] = new JsonArray(), ["postLogoutRedirectUris"] = new JsonArray(), ["scopes"] = new JsonArray("people.read"), ["actsForPersonId"] = own["person"] },
            "POST /api/offboarding" => JsonNode.Parse(new Offboarding.ScenarioStart("xu.nuo", "he.jing", "pan.yue", "resignation", "none", 0, 30, 20, 30, "?").ToBody(Guid.NewGuid(), new DateOnly(2099, 1, 4), DemoIds.Of).ToJsonString()),
            "POST /api/inbox-views" => new JsonObject { ["id"] = Guid.NewGuid().ToString("D"), ["name"] = "?", ["list"] = "todo", ["isOverdue"] = true, ["concerningId"] = own["person"], ["definitionId"] = "leave" },
            _ => new RightBodies(own).Of(operation),
        };
    }

    private static JsonArray Alterations() => new(new JsonObject { ["type"] = "ModifyVariable", ["variableId"] = "none", ["value"] = 1 });

    /// <summary>Which kind of row a member of a body names; null for what is no id of a row. A new member has to be told here, so that it is walked.</summary>
    private static string? BodyKind(ApiOperation operation, JsonSpot spot)
    {
        var type = RightBodies.TypeOf(spot.Schema);
        if (type is null || !type.Value.HasFlag(JsonSchemaType.String) || spot.Steps.OfType<string>().LastOrDefault() is not { } name) return null;
        var isOfInstances = operation.Path.Contains("workflow-instances", StringComparison.Ordinal);
        return (operation.Path, name) switch
        {
            ("/api/inbox-views", "id") => "view",
            (_, "requestId" or "correlationId" or "correlationIds" or "timeZoneId" or "weComUserId" or "dingTalkUnionId") or ("/api/identity-providers", "clientId") => null,
            // Names of cards within a flow, and what a client says a flow is about.
            (_, "triggerActivityId" or "activityNodeId" or "activityNodeIds" or "activityId" or "activityIds" or "nodeId") => null,
            // A flow that is sent along as a whole.
            ("/elsa/api/workflow-definitions" or "/elsa/api/workflow-definitions/import", _) => null,
            (_, "actsForPersonId" or "leaverId" or "receiverId" or "managerId" or "dottedLineManagerId" or "hrBpId" or "personId" or "concerningId") => "person",
            (_, "to" or "people" or "person") => "person",
            (_, "departmentId" or "parentId") => "department",
            (_, "branchId") => "branch",
            (_, "positionId") => "position",
            (_, "shiftId") => "shift",
            (_, "taskId") => "task",
            (_, "definitionId" or "definitionIds" or "workflowDefinitionId" or "workflowDefinitionIds") => "definition",
            (_, "definitionVersionId" or "definitionVersionIds" or "toVersionId") => "version",
            (_, "workflowInstanceId" or "workflowInstanceIds" or "parentWorkflowInstanceIds") => "run",
            (_, "activityInstanceId") => "visit",
            (_, "ids") => isOfInstances ? "run" : "version",
            _ when RightBodies.Actual(spot.Schema).Format == "uuid" || name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Ids", StringComparison.OrdinalIgnoreCase) =>
                throw new InvalidOperationException($"Expected to know what kind of row '{spot}' in the body of {operation} names. Say it here, or that it names none."),
            _ => null,
        };
    }

    // Nothing was found: a list without rows, numbers that are all zero, or what was asked for among what is unknown.
    private static bool IsNothing(string text) => text.Length == 0 || IsEmpty(text) || (JsonNode.Parse(text) is JsonObject said && said.All(m => m.Value switch
    {
        JsonValue value => value.TryGetValue<int>(out var number) && number == 0,
        JsonArray rows => m.Key == "notFound" || rows.All(row => ((string?)row!["code"])?.EndsWith(".unknown", StringComparison.Ordinal) == true),
        _ => false,
    }));
}

using System.Data.Common;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.Signatures;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Features.WorkingTime;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Offboarding;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Companies;

/// <summary>For each kind of database a server with two companies, started when it is first asked for.</summary>
public sealed class OtherCompanies : IAsyncDisposable
{
    private readonly Dictionary<TestDatabase, OtherCompany> started = [];

    internal async Task<OtherCompany> OnAsync(TestDatabase database) =>
        started.TryGetValue(database, out var other) ? other : started[database] = await OtherCompany.StartAsync(database);

    public async ValueTask DisposeAsync()
    {
        foreach (var other in started.Values) await other.DisposeAsync();
    }
}

/// <summary>A server on which the school has something of everything, and 许诺 of 星河科技 holds every permission there is in that company.</summary>
internal sealed class OtherCompany : IAsyncDisposable
{
    /// <summary>The two companies.</summary>
    public static readonly Guid Tech = DemoIds.Of("company:星河科技"), School = DemoIds.Of("company:星河实验学校");

    // The clock, the sealer and workers go on by themselves.
    private static readonly string[] MoveByThemselves = ["audit_entries", "audit_sealed_entries", "audit_logs", "audit_checkpoints", "workflow_jobs", "connector_calls"];

    public required HrBpmServer Server { get; init; }

    /// <summary>Somebody of the one company.</summary>
    public required HttpClient Intruder { get; init; }

    /// <summary>Ids of really existing rows of the other company, by kind.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>Starts the server, and gives the school something of everything.</summary>
    public static async Task<OtherCompany> StartAsync(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var server = await HrBpmServer.StartAsync(database, settings);
        await server.InScopeAsync(s => GrantAsync(s.GetRequiredService<AppDbContext>(), Tech, "xu.nuo", "HrManager", "PayrollClerk", "HrSpecialist", "Auditor"));
        var other = new OtherCompany { Server = server, Intruder = await server.SignInAsync("xu.nuo") };
        await other.ByPeopleAsync();
        await server.InScopeAsync(s => other.RowsAsync(s.GetRequiredService<AppDbContext>(), s.GetRequiredService<PayAmounts>()));
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
        return other;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Gives a person of a company further roles.</summary>
    public static Task<int> GrantAsync(AppDbContext db, Guid company, string person, params string[] roles)
    {
        db.AddRange(roles.Select(role => new RoleGrant { CompanyId = company, PersonId = DemoIds.Of(person), Role = role }));
        return db.SaveChangesAsync();
    }

    /// <summary>Everything that the other company has, as text, table by table.</summary>
    public Task<Dictionary<string, string>> EverythingAsync() => Server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        await db.Database.OpenConnectionAsync();
        var everything = new Dictionary<string, string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.FindProperty(nameof(IBelongsToCompany.CompanyId)) is not null && !MoveByThemselves.Contains(e.GetTableName())))
            everything[entity.GetTableName()!] = await RowsOfAsync(db.Database.GetDbConnection(), entity.GetTableName()!, "company_id");
        everything["workflow_definitions"] = await RowsOfAsync(db.Database.GetDbConnection(), "workflow_definitions", "owner_id");
        return everything;
    });

    private static async Task<string> RowsOfAsync(DbConnection connection, string table, string column)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\" WHERE lower(CAST({column} AS text)) = '{School:D}' ORDER BY 1, 2";
        await using var reader = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            for (var n = 0; n < reader.FieldCount; n++) text.Append(reader.GetValue(n) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(n)).Append('|');
            text.AppendLine();
        }

        return text.ToString();
    }

    /// <summary>What a dry run of the school's flow leaves that was only begun.</summary>
    public static object Scenario { get; } = new
    {
        start = new { atUtc = "2026-09-01T01:00:00Z", initiatorId = DemoIds.Of("jin.yan"), input = new { }, people = Array.Empty<object>() },
        acts = Array.Empty<object>(),
        outcome = new { visited = new[] { "write", "wait" }, status = "Suspended", waiting = new[] { "wait" }, variables = new { } },
    };

    private async Task ByPeopleAsync()
    {
        var hr = await Server.SignInAsync("zou.wen");
        var admin = await Server.SignInAsync("kang.ning");
        var start = new ScenarioStart("zou.wen", "shi.lei", "ye.zi", "resignation", "none", 0, 30, 20, 30, "个人发展");
        Ids["case"] = Ids["instance"] = await IdOf(hr.PostAsJsonAsync("/api/offboarding", start.ToBody(Guid.NewGuid(), WorkingHour.DayOf(Server.Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai"), DemoIds.Of)));
        Ids["task"] = await Server.InScopeAsync(async s => (await s.GetRequiredService<AppDbContext>().Tasks.FirstAsync(t => t.CompanyId == School && t.ClosedUtc == null && t.AssigneeId == DemoIds.Of("bai.xue"))).Id.ToString("D"));
        using var file = new MultipartFormDataContent { { new ByteArrayContent("秘密"u8.ToArray()) { Headers = { ContentType = new("text/plain") } }, "file", "secret.txt" } };
        Ids["attachment"] = await IdOf((await Server.SignInAsync("bai.xue")).PostAsync($"/api/tasks/{Ids["task"]}/attachments", file));
        Ids["comment"] = await IdOf((await Server.SignInAsync("bai.xue")).PostAsJsonAsync($"/api/flows/{Ids["instance"]}/comments", new { text = $"@[{DemoIds.Of("ye.zi")}] 秘密评论", taskId = Ids["task"] }));
        Ids["away"] = await IdOf((await Server.SignInAsync("ye.zi")).PostAsJsonAsync("/api/away-delegations", new { to = DemoIds.Of("wei.ran"), from = "2099-01-01T00:00:00Z", until = "2099-02-01T00:00:00Z" }));
        Ids["view"] = Guid.CreateVersion7().ToString("D");
        (await (await Server.SignInAsync("ye.zi")).PostAsJsonAsync("/api/inbox-views", new { id = Ids["view"], name = "加急", list = "todo", isOverdue = true })).EnsureSuccessStatusCode();
        Ids["request"] = await IdOf(admin.PutAsJsonAsync("/api/roles/It", new { rights = new[] { new { permission = "auditRead", reach = "company" } } }), "requestId");
        Ids["client"] = await IdOf(admin.PostAsJsonAsync("/api/oauth-clients", new { name = "考勤", kind = "app", redirectUris = new[] { "https://app.example/back" }, postLogoutRedirectUris = Array.Empty<string>(), scopes = Array.Empty<string>() }), "clientId");
        Ids["provider"] = await IdOf(admin.PostAsJsonAsync("/api/identity-providers", new { terms = new { name = "校园认证", issuer = "https://idp.example", clientId = "c", claim = "email", personKey = "email", isTrustedForSecondFactor = false }, clientSecret = "s" }));
        using var people = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("工号,姓名\nXX9001,新人\n")) { Headers = { ContentType = new("text/csv") } }, "file", "people.csv" } };
        Ids["import"] = await IdOf(admin.PostAsync("/api/people/imports", people));
        var flow = (await JsonAsync(admin.PostAsJsonAsync("/elsa/api/workflow-definitions", new { model = ElsaServer.Flow("school-only"), publish = true })))["workflowDefinition"]!;
        (Ids["definition"], Ids["version"]) = ((string)flow["definitionId"]!, (string)flow["id"]!);
        Ids["scenario"] = await IdOf(admin.PostAsJsonAsync("/api/definitions/school-only/scenarios", new { name = "秘密场景", scenario = Scenario }));
        Ids["run"] = (string)(await JsonAsync(admin.PostAsJsonAsync("/elsa/api/workflow-definitions/school-only/dispatch", new { })))["workflowInstanceId"]!;
        Ids["visit"] = (string)(await JsonAsync(admin.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={Ids["run"]}")))["items"]![0]!["id"]!;
        Ids["plan"] = (string)(await JsonAsync(admin.PostAsJsonAsync("/elsa/api/alterations/submit",
            new { filter = new { workflowInstanceIds = new[] { Ids["run"] } }, alterations = new[] { new { type = "ModifyVariable", variableId = "none", value = 1 } } })))["planId"]!;
    }

    private async Task<int> RowsAsync(AppDbContext db, PayAmounts amounts)
    {
        (Ids["company"], Ids["person"]) = (School.ToString("D"), DemoIds.Of("jin.yan").ToString("D"));
        var field = new CustomField { CompanyId = School, Entity = FieldEntity.Person, Key = "shirt", Kind = CustomFieldKind.Attachment, LabelZh = "衬衫", LabelEn = "Shirt", ShapeJson = new FieldShape(ValueRules.None, [], 1, null).ToJson() };
        var file = new CustomFile { CompanyId = School, FieldId = field.Id, SubjectId = DemoIds.Of("jin.yan"), UploadedById = DemoIds.Of("jin.yan"), UploadedUtc = DateTime.UnixEpoch, FileName = "a.txt", ContentType = "text/plain", Sha256 = "", Bytes = [1] };
        var sent = new AnswerFile
        {
            CompanyId = School, UploadedById = DemoIds.Of("bai.xue"), DefinitionId = "school-only", TaskId = Guid.Parse(Ids["task"]), InstanceId = Ids["instance"], FieldKey = "proof", FileName = "secret.txt", ContentType = "text/plain",
            Length = 6, Sha256 = (await db.StoredContents.FirstAsync(c => c.CompanyId == School)).Sha256, AtUtc = DateTime.UnixEpoch, SentUtc = DateTime.UnixEpoch,
        };
        db.Add(sent);
        Ids["answerFile"] = sent.Id.ToString("D");
        var own = new CustomValue { CompanyId = School, FieldId = field.Id, SubjectId = DemoIds.Of("jin.yan"), Json = $"\"{file.Id:D}\"" };
        (Ids["field"], Ids["file"]) = (field.Id.ToString("D"), file.Id.ToString("D"));
        Ids["asset"] = (await db.Assets.FirstAsync(a => a.CompanyId == School)).Id.ToString("D");
        Ids["session"] = (await db.SignInSessions.FirstAsync(s => s.CompanyId == School)).Id.ToString("D");
        var account = await db.Users.FirstAsync(a => a.PersonId == DemoIds.Of("jin.yan"));
        var passkey = new Passkey { CompanyId = School, AccountId = account.Id, Name = "手机", CredentialId = [1, 2, 3], PublicKey = [4], CreatedUtc = DateTime.UnixEpoch, SignCount = 0, IsUserVerified = true, IsBackupEligible = false, IsBackedUp = false };
        Ids["passkey"] = passkey.Id.ToString("D");
        Ids["employment"] = DemoIds.Of("employment:jin.yan").ToString("D");
        Ids["department"] = DemoIds.Of("department:星河实验学校/数学组").ToString("D");
        Ids["branch"] = DemoIds.Of("branch:星河实验学校/星河实验学校本部").ToString("D");
        Ids["position"] = DemoIds.Of("position:星河实验学校/教师").ToString("D");
        Ids["grant"] = DemoIds.Of("role:jia.ling").ToString("D");
        Ids["bookmark"] = (await db.WorkflowBookmarks.FirstAsync(b => b.InstanceId == Ids["run"])).Id;
        Ids["entry"] = (await db.AuditEntries.FirstAsync(e => e.CompanyId == School)).Id.ToString("D");
        var statement = new StatementRow { Id = Guid.CreateVersion7(), CompanyId = School, CaseId = Guid.CreateVersion7(), CaseNumber = "LZ-B", EmployeeId = DemoIds.Of("jin.yan"), EmployeeNumber = "XX0009", StatutoryPayUtc = DateTime.UnixEpoch };
        statement.Items.Add(await amounts.SealAsync(new PayItem(Guid.CreateVersion7(), PayItemKind.Wage, 1_234_567, "CNY", PayState.Held), statement, position: 1, CancellationToken.None));
        Ids["statement"] = statement.Id.ToString("D");
        Ids["item"] = statement.Items[0].Id.ToString("D");
        var signature = new Signature { Id = Guid.CreateVersion7(), CompanyId = School, PersonId = DemoIds.Of("jin.yan"), SignerName = "金燕", SignedAtUtc = DateTime.UnixEpoch, DocumentTitle = "交接单", DocumentSha256 = new string('a', 64), SubjectKind = "task", SubjectId = Ids["task"], WorkflowInstanceId = Ids["instance"] };
        Ids["signature"] = signature.Id.ToString("D");
        var copy = new SentCopy { CompanyId = School, InstanceId = Ids["instance"], TaskId = Guid.Parse(Ids["task"]), PersonId = DemoIds.Of("ye.zi"), SentUtc = DateTime.UnixEpoch, IsLate = false };
        Ids["copy"] = copy.Id.ToString("D");
        var incident = new WorkflowIncident { Id = "incident-b", InstanceId = Ids["instance"], CompanyId = School, Node = "n", ActivityType = "t", Code = "c", Message = "m", RaisedUtc = DateTime.UnixEpoch };
        Ids["incident"] = incident.Id;
        var job = new WorkflowJob
        {
            Id = "job-of-the-school", InstanceId = Ids["instance"], CompanyId = School, ActivityType = "HrBpm.Nothing", Node = "n", Execution = 1, DefinitionId = "offboarding-standard", DefinitionVersion = 1,
            Inputs = "{}", IdempotencyKey = "k", CreatedUtc = DateTime.UnixEpoch, NotBeforeUtc = DateTime.UnixEpoch, State = JobState.Done,
        };
        Ids["job"] = job.Id;
        var shift = new ShiftRow { CompanyId = School, Name = "早班", Hours = "07:00-15:00", Breaks = "[]" };
        var assignment = new ShiftAssignment { CompanyId = School, ShiftId = shift.Id, PersonId = DemoIds.Of("jin.yan"), From = new(2026, 1, 1) };
        (Ids["shift"], Ids["assignment"]) = (shift.Id.ToString("D"), assignment.Id.ToString("D"));
        db.AddRange(shift, assignment, field, file, own, passkey, statement, signature, copy, incident, job);
        return await db.SaveChangesAsync();
    }

    private static async Task<string> IdOf(Task<HttpResponseMessage> asked, string member = "id") => (string)(await JsonAsync(asked))[member]!;

    private static async Task<JsonObject> JsonAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}

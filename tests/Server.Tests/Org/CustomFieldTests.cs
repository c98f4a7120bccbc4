using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Tests.Offboarding;
using HrBpm.Server.Tests.Roles;
using HrBpm.Server.Tests.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

/// <summary>Fields that a company has added to its entities.</summary>
public sealed class CustomFieldTests(OneServer servers) : IClassFixture<OneServer>
{
    private static readonly Guid Zhang = DemoIds.Of("zhang.wei"), Chen = DemoIds.Of("chen.chen"), Li = DemoIds.Of("li.na");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_value_of_each_kind_comes_back_as_it_was_written(TestDatabase database)
    {
        var hr = await servers.AsAsync("zhao.min", database);
        await AddAsync(hr, "person", new { key = "nick", kind = "text", labelZh = "昵称", labelEn = "Nickname" });
        await AddAsync(hr, "person", new { key = "height", kind = "number", labelZh = "身高", labelEn = "Height", rules = new { min = 0.5, max = 2.5, decimals = 2 } });
        await AddAsync(hr, "person", new { key = "allowance", kind = "money", labelZh = "补贴", labelEn = "Allowance", seenAs = "pay", rules = new { currencies = new[] { "CNY", "GBP" } } });
        await AddAsync(hr, "person", new { key = "born", kind = "date", labelZh = "生日", labelEn = "Birthday", seenAs = "contact", rules = new { latest = "2010-12-31" } });
        await AddAsync(hr, "person", new { key = "langs", kind = "choice", labelZh = "语言", labelEn = "Languages", rules = new { isMultiple = true, options = new[] { Option("zh"), Option("en"), Option("fr") } } });
        await AddAsync(hr, "person", new { key = "mentor", kind = "person", labelZh = "导师", labelEn = "Mentor" });
        var photo = await AddAsync(hr, "person", new { key = "photo", kind = "attachment", labelZh = "照片", labelEn = "Photo", rules = new { contentTypes = new[] { "image/png" } } });
        await AddAsync(hr, "person", new { key = "family", kind = "table", labelZh = "家庭", labelEn = "Family", tableRows = 2, columns = new object[] { new { key = "name", kind = "text", labelZh = "姓名", labelEn = "Name", isRequired = true }, new { key = "born", kind = "date", labelZh = "生日", labelEn = "Born" } } });
        await AddAsync(hr, "person", new { key = "passport", kind = "text", labelZh = "护照", labelEn = "Passport", isSecret = true, isUnique = true, seenAs = "identityNumber" });
        var file = await UploadAsync(hr, photo, [0x89, 0x50, 0x4E, 0x47, 1, 2], "image/png", "a.png");

        var custom = new JsonObject
        {
            ["nick"] = "小伟", ["height"] = 1.80, ["allowance"] = new JsonObject { ["amountMinor"] = 123456, ["currency"] = "CNY" }, ["born"] = "1990-01-31", ["langs"] = new JsonArray("en", "zh"),
            ["mentor"] = Li.ToString("D"), ["photo"] = file, ["family"] = new JsonArray(new JsonObject { ["name"] = "张三", ["born"] = "1960-02-01" }), ["passport"] = "E12345678",
        };
        await WrittenAsync(hr, Zhang, custom);

        var read = await CustomOfAsync(hr, Zhang);
        custom["langs"] = new JsonArray("zh", "en");
        custom["height"] = 1.8;
        read.Select(m => m.Key).ShouldBe(custom.Select(m => m.Key), "in the order of the fields");
        foreach (var (key, value) in custom) read[key]!.ToJsonString().ShouldBe(value!.ToJsonString(), key);
        (await hr.GetByteArrayAsync($"/api/custom-fields/{photo}/files/{file}")).Length.ShouldBe(6);

        var specialist = await servers.AsAsync("liu.yang", database);
        (await CustomOfAsync(specialist, Zhang)).Select(m => m.Key).ShouldBe(custom.Select(m => m.Key).Where(k => k != "allowance"), "not the pay");
        (await CustomOfAsync(await servers.AsAsync("li.na", database), Zhang)).Select(m => m.Key).ShouldBe(custom.Select(m => m.Key).Where(k => k is not ("allowance" or "passport")), "the manager sees contacts");
        (await ListAsync(specialist)).ShouldNotContain("allowance");
        (await ListAsync(hr)).ShouldContain("allowance");
        await WrongAsync(specialist, Zhang, new() { ["allowance"] = null }, "Expected only fields of this Person that you may change");

        var server = await servers.OnAsync(database);
        (await server.InScopeAsync(s => s.GetRequiredService<ICustomFields>().OfPersonAsync(Zhang, default))).Keys.ShouldBe(["nick", "height", "pay", "privateContact", "langs", "mentor", "family"], ignoreOrder: true, "no secret, no file, and pay below its name");
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CustomValues.CountAsync(v => v.Json!.Contains("E12345678")))).ShouldBe(0);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Body.Contains("E12345678") || e.Body.Contains("123456")))).ShouldBe(0, "the trail says what changed, not to what");
        await WrongAsync(hr, Chen, new() { ["passport"] = "E12345678" }, "but it is taken", HttpStatusCode.Conflict, "custom-fields.value.taken");
        await WrongAsync(hr, Chen, new() { ["photo"] = file }, "Expected 'custom.photo' (照片 Photo) to be a file that was uploaded for the field and that nothing else has");
        var me = await (await servers.AsAsync("zhang.wei", database)).GetStringAsync("/api/me/data");
        me.ShouldContain("E12345678", Case.Sensitive, "what is held about oneself");

        await RotateAsync(server);
        ((string?)(await CustomOfAsync(hr, Zhang))["passport"]).ShouldBe("E12345678", "after a change of the company's key");
        await WrittenAsync(hr, Zhang, new() { ["passport"] = null, ["nick"] = null });
        (await CustomOfAsync(hr, Zhang)).Select(m => m.Key).ShouldNotContain("nick");
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_refused_with_the_name_of_its_field_and_nothing_is_written()
    {
        var hr = await servers.AsAsync("zhao.min");
        await AddAsync(hr, "person", new { key = "code", kind = "text", labelZh = "代码", labelEn = "Code", rules = new { minLength = 2, maxLength = 20, pattern = "(a+)+b?" } });
        await AddAsync(hr, "person", new { key = "shoe", kind = "number", labelZh = "鞋码", labelEn = "Shoe size", rules = new { min = 20, max = 60, decimals = 0 } });
        await AddAsync(hr, "person", new { key = "rent", kind = "money", labelZh = "租金", labelEn = "Rent" });
        await AddAsync(hr, "person", new { key = "since", kind = "date", labelZh = "自", labelEn = "Since", rules = new { earliest = "2000-01-01" } });
        await AddAsync(hr, "person", new { key = "shirt", kind = "choice", labelZh = "衬衫", labelEn = "Shirt", rules = new { options = new[] { Option("S"), Option("M") } } });
        await AddAsync(hr, "person", new { key = "buddy", kind = "person", labelZh = "伙伴", labelEn = "Buddy" });
        await AddAsync(hr, "person", new { key = "kids", kind = "table", labelZh = "子女", labelEn = "Children", tableRows = 1, columns = new[] { new { key = "name", kind = "text", labelZh = "姓名", labelEn = "Name", isRequired = true } } });

        (JsonNode? Value, string Key, string Sentence)[] wrong =
        [
            ("x", "code", "Expected 'custom.code' (代码 Code) to be a text of 2 to 20 characters, but it has 1."),
            ("xy", "code", "Expected 'custom.code' (代码 Code) to be a text of the form (a+)+b?, but it is 'xy'."),
            (new string('a', 19) + "!", "code", "to be a text of the form"),
            (7, "code", "to be a text, but it is 7."),
            (19, "shoe", "Expected 'custom.shoe' (鞋码 Shoe size) to be a number from 20 to 60, but it is 19."),
            (42.5, "shoe", "to be a number of at most 0 decimals, but it is 42.5."),
            ("42", "shoe", "to be a number, but it is '42'."),
            (new JsonObject { ["amountMinor"] = 1.5, ["currency"] = "CNY" }, "rent", "to be an amount {amountMinor, currency} in minor units, but it is an object."),
            (new JsonObject { ["amountMinor"] = 1, ["currency"] = "USD" }, "rent", "to be an amount in CNY, but it is in USD."),
            ("31.12.2020", "since", "to be a day like 2026-03-31, but it is '31.12.2020'."),
            ("1999-12-31", "since", "to be a day on or after 2000-01-01, but it is '1999-12-31'."),
            ("XL", "shirt", "Expected 'custom.shirt' (衬衫 Shirt) to be one of S, M, but it is 'XL'."),
            (DemoIds.Of("bai.xue").ToString("D"), "buddy", "to be a person of the company, but there is none"),
            (new JsonArray(new JsonObject { ["age"] = 3 }), "kids", "Expected 'custom.kids[0].name' (姓名 Name) to be filled in, but it is empty. Expected only the columns name in 'custom.kids[0]', but got 'age'."),
            (new JsonArray(new JsonObject { ["name"] = "a" }, new JsonObject { ["name"] = "b" }), "kids", "to be at most 1 rows, but it has 2."),
            (1, "hat", "but got 'custom.hat'."),
        ];
        foreach (var (value, key, sentence) in wrong) await WrongAsync(hr, Chen, new() { [key] = value?.DeepClone(), ["shirt"] = key == "shirt" ? value?.DeepClone() : "S" }, sentence);
        (await CustomOfAsync(hr, Chen)).ShouldNotContain(m => m.Key == "shirt", "all or nothing");
        using var lone = new StringContent("""{"name": "陈晨", "email": "chen.chen@x.example", "custom": {"code": "\ud800"}}""", new MediaTypeHeaderValue("application/json"));
        (await hr.PutAsync($"/api/people/{Chen}", lone)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_field_changes_with_its_values_or_not_at_all(TestDatabase database)
    {
        var hr = await servers.AsAsync("zhao.min", database);
        var field = await AddAsync(hr, "person", new { key = "badge", kind = "text", labelZh = "胸卡", labelEn = "Badge", seenAs = "identityNumber" });
        await WrittenAsync(hr, Zhang, new() { ["badge"] = "0042" });
        await WrittenAsync(hr, Chen, new() { ["badge"] = "12.50" });

        (await ChangedAsync(hr, field, 0, f => f["kind"] = "number")).ShouldBe(HttpStatusCode.OK);
        (await CustomOfAsync(hr, Zhang))["badge"]!.ToJsonString().ShouldBe("42");
        (await ChangedAsync(hr, field, 0, f => f["kind"] = "text")).ShouldBe(HttpStatusCode.Conflict, "somebody has changed it since");
        (await ChangedAsync(hr, field, 1, f => f["kind"] = "money")).ShouldBe(HttpStatusCode.Conflict, "a number is no amount");
        (await ChangedAsync(hr, field, 1, f => { f["kind"] = "text"; f["isSecret"] = true; f["isUnique"] = true; })).ShouldBe(HttpStatusCode.OK);
        (await CustomOfAsync(hr, Chen))["badge"]!.ToJsonString().ShouldBe("\"12.5\"");
        var db = await servers.OnAsync(database);
        (await db.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CustomValues.CountAsync(v => v.FieldId == field && v.Json == null && v.Cipher != null && v.UniqueHash != null))).ShouldBe(2);
        await WrongAsync(hr, Chen, new() { ["badge"] = "42" }, "is taken", HttpStatusCode.Conflict, "custom-fields.value.taken");

        (await hr.PostAsync($"/api/custom-fields/{field}/retire", null)).EnsureSuccessStatusCode();
        (await CustomOfAsync(hr, Zhang)).ShouldNotContain(m => m.Key == "badge");
        (await ListAsync(hr)).ShouldNotContain("badge");
        await WrongAsync(hr, Zhang, new() { ["badge"] = "1" }, "but got 'custom.badge'");
        await (await hr.PostAsJsonAsync("/api/custom-fields", new { entity = "person", field = new { key = "badge", kind = "text", labelZh = "胸卡", labelEn = "Badge" } })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "custom-fields.key.taken");
        (await hr.PostAsync($"/api/custom-fields/{field}/restore", null)).EnsureSuccessStatusCode();
        ((string?)(await CustomOfAsync(hr, Zhang))["badge"]).ShouldBe("42", "its values are kept");
        (await hr.PostAsync($"/api/custom-fields/{field}/retire", null)).EnsureSuccessStatusCode();
        var audited = await db.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Subject == $"field:{field:D}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        audited.ShouldBe(["org.field.create", "org.field.change", "org.field.change", "org.field.retire", "org.field.restore", "org.field.retire"], ignoreOrder: true);
    }

    [Fact]
    public async Task Each_entity_has_fields_of_its_own_and_what_is_required_must_be_there()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("zhao.min");
        foreach (var entity in new[] { "person", "employment", "department", "branch", "position", "asset", "offboardingCase" })
            await AddAsync(hr, entity, new { key = "tier", kind = "choice", labelZh = "级别", labelEn = "Tier", isRequired = true, rules = new { options = new[] { Option("A"), Option("B") } } });
        await AddAsync(hr, "department", new { key = "costCentre", kind = "text", labelZh = "成本中心", labelEn = "Cost centre", @default = "000" });
        var org = (await hr.GetFromJsonAsync<JsonObject>("/api/org"))!;
        string Id(string list) => (string)org[list]![0]!["id"]!;

        await (await hr.PostAsJsonAsync("/api/org/departments", new { name = "法务部" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "custom-fields.value.invalid");
        (await hr.PostAsJsonAsync("/api/org/departments", new { name = "法务部", custom = new { tier = "A" } })).EnsureSuccessStatusCode();
        (await hr.PutAsJsonAsync($"/api/org/branches/{Id("branches")}", new { name = "总部", timeZoneId = "Asia/Shanghai", locale = "zh-CN", custom = new { tier = "B" } })).EnsureSuccessStatusCode();
        org = (await hr.GetFromJsonAsync<JsonObject>("/api/org"))!;
        org["departments"]!.AsArray().Single(d => (string)d!["name"]! == "法务部")!["custom"]!.ToJsonString().ShouldBe("""{"tier":"A","costCentre":"000"}""");
        org["branches"]!.AsArray().Single(b => (string)b!["name"]! == "总部")!["custom"]!.ToJsonString().ShouldBe("""{"tier":"B"}""");

        await (await hr.PostAsJsonAsync("/api/org/positions", new { name = "法务" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "custom-fields.value.invalid");
        (await hr.PostAsJsonAsync("/api/org/positions", new { name = "法务", custom = new { tier = "A" } })).EnsureSuccessStatusCode();
        await ShouldBeColumnsAsync(hr, "/api/org/departments", "法务部", "A码", "000");
        await ShouldBeColumnsAsync(hr, "/api/org/branches", "总部", "B码");
        await ShouldBeColumnsAsync(hr, "/api/org/positions", "法务", "A码");

        object Person(object? own, object? terms) => new
        {
            name = "新人", employeeNumber = "XK9001", userName = "xin.ren", email = "xin.ren@x.example", custom = own,
            employment = new { branchId = Id("branches"), departmentId = Id("departments"), positionId = Id("positions"), from = "2026-01-05", custom = terms },
        };
        var refused = await (await hr.PostAsJsonAsync("/api/people", Person(new { tier = "A" }, null))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "custom-fields.value.invalid");
        ((string)refused["detail"]!).ShouldBe("Expected 'custom.tier' (级别 Tier) to be filled in, but it is empty.");
        var person = (string)(await (await hr.PostAsJsonAsync("/api/people", Person(new { tier = "A" }, new { tier = "B" }))).Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        var shown = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/{person}"))!;
        ((string)shown["custom"]!["tier"]! + (string)shown["employments"]![0]!["custom"]!["tier"]!).ShouldBe("AB");

        (await hr.PostAsJsonAsync("/api/assets", new { tag = "CAR-1", name = "商务车", custom = new { tier = "A" } })).EnsureSuccessStatusCode();
        var car = (await hr.GetFromJsonAsync<JsonObject>("/api/assets?tag=CAR-1"))!["items"]![0]!;
        (await hr.PutAsJsonAsync($"/api/assets/{car["id"]}", new { name = "商务车", custom = new { tier = "B" } })).EnsureSuccessStatusCode();
        ((string)(await hr.GetFromJsonAsync<JsonObject>("/api/assets?tag=CAR-1"))!["items"]![0]!["custom"]!["tier"]!).ShouldBe("B");
        await ShouldBeColumnsAsync(hr, "/api/assets", "商务车", "B码");
    }

    private static async Task ShouldBeColumnAsync(HttpClient client, string list, string heading, string cell)
    {
        var file = ImportFile.Open(await client.GetByteArrayAsync(list + "/export?format=csv"));
        file.Rows().Single()[file.Columns.ToList().IndexOf(heading)].ShouldBe(cell);
    }

    // Each own field is a column of the list's file, with what its options are called.
    private static async Task ShouldBeColumnsAsync(HttpClient client, string list, string name, params string[] cells)
    {
        var file = ImportFile.Open(await client.GetByteArrayAsync(list + "/export?format=csv"));
        file.Columns.ShouldContain("级别", list);
        var row = file.Rows().Single(r => r.Contains(name));
        row[^cells.Length..].ShouldBe(cells, list);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Flows_read_fields_in_both_languages_and_hide_them_from_those_who_may_not_see_them(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("zhao.min");
        await AddAsync(hr, "person", new { key = "contractType", kind = "text", labelZh = "合同类型", labelEn = "Contract type" });
        await AddAsync(hr, "person", new { key = "allowance", kind = "number", labelZh = "补贴", labelEn = "Allowance", seenAs = "pay" });
        await AddAsync(hr, "offboardingCase", new { key = "exitTalk", kind = "text", labelZh = "离职面谈", labelEn = "Exit talk", isRequired = true });
        await WrittenAsync(hr, Zhang, new() { ["contractType"] = "无固定期限", ["allowance"] = 98765 });

        var flow = JsonNode.Parse(TestFlow.Sequence("reads-fields",
            TestFlow.Node("find", "HrBpm.FindPerson", ("personId", Expression("Literal", Zhang.ToString("D"))), ("person", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v1" } })),
            TestFlow.Node("liquid", "Elsa.SetName", ("value", Expression("Liquid", "{{ Variables.Who.custom.contractType }} {{ Variables.Who.custom.pay.allowance | plus: 2 }}"))),
            TestFlow.Node("script", "Elsa.Correlate", ("correlationId", Expression("JavaScript", "variables.Who.custom.contractType + (variables.Who.custom.pay.allowance + 1)"))),
            TestFlow.Event("wait")))!.AsObject();
        flow["root"]!["variables"] = JsonNode.Parse("""[ { "id": "v1", "name": "Who", "typeName": "Object" } ]""");
        await server.InScopeAsync(async s => { await s.GetRequiredService<ImportDefinitions>().PublishAsync(flow.ToJsonString(), "test", default); return true; });
        var run = await server.Services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartCommand("reads-fields") { TenantId = OneServer.Tech.ToString("D"), Actor = "starter" }, default);
        run.Refusal.ShouldBeNull();
        var row = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().WorkflowInstances.SingleAsync(i => i.Id == run.InstanceId));
        (row.Name, row.CorrelationId).ShouldBe(("无固定期限 98767", "无固定期限98766"));
        var shown = System.Text.RegularExpressions.Regex.Unescape(await (await server.SignInAsync("liu.yang")).GetStringAsync($"/api/instances/{run.InstanceId}"));
        shown.ShouldContain("无固定期限");
        shown.ShouldNotContain("98765", Case.Sensitive, "the HR specialist sees no pay");

        var body = new ScenarioStart("liu.yang", "zhang.wei", "chen.chen", "resignation", "none", 0, 30, 20, 30, "个人发展").ToBody(Guid.NewGuid(), WorkingHour.DayOf(server.Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai"), DemoIds.Of);
        await (await hr.PostAsJsonAsync("/api/offboarding", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "custom-fields.value.invalid");
        body["custom"] = new JsonObject { ["exitTalk"] = "已约" };
        var id = (string)(await (await hr.PostAsJsonAsync("/api/offboarding", body)).Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        (await server.InScopeAsync(async s => InstanceJson.Write((await s.GetRequiredService<IWorkflowStore>().LoadAsync(id, default))!))).ShouldContain("无固定期限", Case.Sensitive, "the case has its leaver's fields");
        (await hr.PutAsJsonAsync($"/api/offboarding/{id}/custom", new { custom = new { exitTalk = "已谈" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((string?)(await hr.GetFromJsonAsync<JsonObject>($"/api/offboarding/{id}"))!["custom"]!["exitTalk"]).ShouldBe("已谈");
        ((string?)(await hr.GetFromJsonAsync<JsonObject>("/api/offboarding"))!["items"]![0]!["custom"]!["exitTalk"]).ShouldBe("已谈");
        await ShouldBeColumnAsync(hr, "/api/offboarding", "离职面谈", "已谈");
        await (await hr.PutAsJsonAsync($"/api/offboarding/{id}/custom", new { custom = new { exitTalk = (string?)null } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "custom-fields.value.invalid");
    }

    [Theory]
    [InlineData("""{"key":"Nick","kind":"text","labelZh":"a","labelEn":"a"}""", "custom-fields.key.invalid")]
    [InlineData("""{"key":"pay","kind":"text","labelZh":"a","labelEn":"a"}""", "custom-fields.key.invalid")]
    [InlineData("""{"key":"x","kind":"text","labelZh":"","labelEn":"a"}""", "custom-fields.label-zh.invalid")]
    [InlineData("""{"key":"x","kind":"text","labelZh":"a","labelEn":"a","isSecret":true}""", "custom-fields.seenas.invalid")]
    [InlineData("""{"key":"x","kind":"text","labelZh":"a","labelEn":"a","isSecret":true,"seenAs":"pay","isSearchable":true}""", "custom-fields.searchable.invalid")]
    [InlineData("""{"key":"x","kind":"text","labelZh":"a","labelEn":"a","rules":{"pattern":"("}}""", "custom-fields.rules.invalid")]
    [InlineData("""{"key":"x","kind":"text","labelZh":"a","labelEn":"a","rules":{"max":3}}""", "custom-fields.rules.invalid")]
    [InlineData("""{"key":"x","kind":"number","labelZh":"a","labelEn":"a","rules":{"min":3,"max":2}}""", "custom-fields.rules.invalid")]
    [InlineData("""{"key":"x","kind":"number","labelZh":"a","labelEn":"a","default":"1"}""", "custom-fields.default.invalid")]
    [InlineData("""{"key":"x","kind":"choice","labelZh":"a","labelEn":"a"}""", "custom-fields.rules.invalid")]
    [InlineData("""{"key":"x","kind":"table","labelZh":"a","labelEn":"a"}""", "custom-fields.columns.invalid")]
    public async Task A_field_that_makes_no_sense_is_refused(string field, string code)
    {
        var hr = await servers.AsAsync("zhao.min");

        await (await hr.PostAsJsonAsync("/api/custom-fields", new { entity = "person", field = JsonNode.Parse(field) })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Only_those_who_manage_fields_define_them()
    {
        foreach (var person in new[] { "liu.yang", "zhang.wei" })
            (await (await servers.AsAsync(person)).PostAsJsonAsync("/api/custom-fields", new { entity = "person", field = new { key = "x", kind = "text", labelZh = "a", labelEn = "a" } })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static JsonObject Expression(string type, string value) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    internal static object Option(string value) => new { value, labelZh = value + "码", labelEn = "Size " + value };

    internal static async Task<Guid> AddAsync(HttpClient client, string entity, object field)
    {
        var answer = await client.PostAsJsonAsync("/api/custom-fields", new { entity, field });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (Guid)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    internal static async Task WrittenAsync(HttpClient client, Guid person, JsonObject custom)
    {
        var answer = await WriteAsync(client, person, custom);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> WriteAsync(HttpClient client, Guid person, JsonObject custom)
    {
        var now = (await client.GetFromJsonAsync<JsonObject>($"/api/people/{person}"))!;
        return await client.PutAsJsonAsync($"/api/people/{person}", new { name = (string)now["name"]!, email = (string)now["email"]!, phone = (string?)now["phone"], weComUserId = (string?)now["weComUserId"], custom });
    }

    private static async Task WrongAsync(HttpClient client, Guid person, JsonObject custom, string sentence, HttpStatusCode status = HttpStatusCode.BadRequest, string code = "custom-fields.value.invalid") =>
        ((string)(await (await WriteAsync(client, person, custom)).ShouldBeProblemAsync(status, code))["detail"]!).ShouldContain(sentence);

    private static async Task<JsonObject> CustomOfAsync(HttpClient client, Guid person) => (await client.GetFromJsonAsync<JsonObject>($"/api/people/{person}"))!["custom"]!.AsObject();

    private static async Task<List<string>> ListAsync(HttpClient client) => [.. (await client.GetFromJsonAsync<JsonArray>("/api/custom-fields?entity=person"))!.Select(f => (string)f!["key"]!)];

    private static async Task<HttpStatusCode> ChangedAsync(HttpClient client, Guid field, int version, Action<JsonObject> change)
    {
        var now = (await client.GetFromJsonAsync<JsonArray>("/api/custom-fields"))!.Single(f => (Guid)f!["id"]! == field)!.AsObject();
        foreach (var key in new[] { "id", "entity", "canChange", "retiredUtc", "version", "columns" }) now.Remove(key);
        change(now);
        return (await client.PutAsJsonAsync($"/api/custom-fields/{field}", new { field = now, version })).StatusCode;
    }

    internal static async Task<string> UploadAsync(HttpClient client, Guid field, byte[] bytes, string type, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } }, "file", name } };
        var answer = await client.PostAsync($"/api/custom-fields/{field}/files", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    private static async Task RotateAsync(HrBpmServer server)
    {
        await server.Services.GetRequiredService<KeyRotation>().BeginAsync(OneServer.Tech, "test", default);
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
    }
}

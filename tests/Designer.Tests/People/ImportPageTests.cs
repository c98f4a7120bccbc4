using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.People.Import;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.People;

/// <summary>An import of people: from the file to what was written.</summary>
public sealed class ImportPageTests
{
    private const string Id = "0198c1d2-0000-7000-8000-000000000001", At = $"GET /api/people/imports/{Id}", Rows = $"{At}/rows";

    [Fact]
    public async Task A_file_is_matched_tried_out_and_written_without_its_rejected_rows()
    {
        var server = new FakeServer().On("GET /api/custom-fields", "[]").On($"POST /api/people/imports/{Id}/check", "", HttpStatusCode.Accepted).On($"POST /api/people/imports/{Id}/apply", "", HttpStatusCode.Accepted)
            .On(At, Import("checking", 40)).On(Rows, """{"items":[{"row":3,"employeeNumber":"X3","outcome":"error","errors":["Expected a name."],"warnings":["A new position."],"changes":[],"cells":["X3"]}],"total":1}""");
        await using var context = Context(server);
        var page = context.Render<ImportPage>();
        await page.FindComponent<UploadStep>().InvokeAsync(() => page.FindComponent<UploadStep>().Instance.Ended(1, 200, $$"""{"id":"{{Id}}","format":"csv","encoding":"utf-8","columns":["编号","姓名","上级"],"mapping":{"name":"姓名"},"preview":[["X1","单一","XK0005"]]}"""));
        page.FindAll("select").Select(select => select.GetAttribute("value")).ShouldBe(["", "name", ""], "what is known is chosen");
        page.Find("#check").HasAttribute("disabled").ShouldBeTrue("nothing says whom a row is about");
        await page.Find("#column-0").ChangeAsync("employeeNumber");
        await page.Find("#column-2").ChangeAsync("name");
        await page.Find("#column-2").ChangeAsync("manager");

        _ = page.Find("#check").ClickAsync();
        page.Find("[role=progressbar]").GetAttribute("aria-valuenow").ShouldBe("40");
        server.On(At, Import("checked", 100));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForElement("#apply");
        JsonNode.DeepEquals(JsonNode.Parse(server.Asked.Single(asked => asked.Line.EndsWith("/check", StringComparison.Ordinal)).Body)!["mapping"], JsonNode.Parse("""{"employeeNumber":"编号","manager":"上级"}""")).ShouldBeTrue("a column has one field");
        page.FindAll(".importtile b").Select(count => count.TextContent).ShouldBe(["6", "1", "1", "2", "1", "2"]);
        page.Find(".importrows").TextContent.ShouldContain("Expected a name.");
        page.Find("#rejected").GetAttribute("href").ShouldBe($"api/people/imports/{Id}/rejected?format=xlsx");
        page.Find("#apply").HasAttribute("disabled").ShouldBeTrue("a row that is rejected keeps the others out");

        await page.Find("#skip-rejected").ChangeAsync(true);
        server.On(At, Import("applied", 100));
        await page.Find("#apply").ClickAsync();

        ((bool)JsonNode.Parse(server.Asked.Single(asked => asked.Line.EndsWith("/apply", StringComparison.Ordinal)).Body)!["skipRejected"]!).ShouldBeTrue();
        page.Find(".ch .chip").TextContent.ShouldBe("已写入");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_said_and_an_import_that_failed_changed_nothing()
    {
        await using var context = Context(new FakeServer().On(At, Import("failed", 0, "\"Expected a file.\"")));
        var page = context.Render<ImportPage>();
        await page.FindComponent<UploadStep>().InvokeAsync(() => page.FindComponent<UploadStep>().Instance.Ended(1, 400, """{"code":"imports.file.content","detail":"Expected …"}"""));
        page.Find("[role=alert]").TextContent.ShouldContain("文件读不懂");

        context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo($"people/import?id={Id}");
        page.WaitForAssertion(() => page.Find(".state").TextContent.ShouldContain("什么都没有改动"));
    }

    private static string Import(string state, int progress, string problem = "null") => $$"""
        {"id":"{{Id}}","fileName":"新员工.csv","state":"{{state}}","progress":{{progress}},"rows":6,"new":2,"changed":1,"unchanged":2,"rejected":1,"warned":1,"problem":{{problem}}}
        """;

    private static BunitContext Context(FakeServer server)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = Guid.NewGuid(), Name = "许诺", UserName = "xu.nuo", Permissions = [Permission.PeopleImport] });
        return context;
    }
}

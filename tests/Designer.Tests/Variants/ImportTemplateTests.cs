using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.DryRuns;
using HrBpm.Designer.Variants;
using HrBpm.Designer.Versions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Variants;

/// <summary>A file of a template stays tied to it, or becomes a flow of the company's own: whoever imports it says which.</summary>
public sealed class ImportTemplateTests
{
    private const string Template = """{"definitionId":"leave","name":"请假","variables":[],"root":{"id":"flow","type":"Elsa.Flowchart","activities":[{"id":"a","type":"HrBpm.Approval","metadata":{"displayText":"主管"}}],"connections":[]}}""";

    [Fact]
    public async Task As_a_variant_only_the_differences_are_sent()
    {
        var (server, context) = Start();
        await using var _ = context;
        await ImportAsync(context, "#import-variant");

        JsonNode.Parse(server.Asked.Single(asked => asked.Line == "PUT /api/definitions/leave/variant").Body)!["changes"]!.AsArray().Select(change => $"{change!["kind"]} {change["card"]} {change["member"]} {change["value"]}").ShouldBe(["set a displayText 校长"]);
        context.Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/flows/leave/variant");
        server.Asked.ShouldNotContain(asked => asked.Line.EndsWith("/import", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_a_flow_of_ones_own_the_whole_becomes_a_draft()
    {
        var (server, context) = Start();
        await using var _ = context;
        await ImportAsync(context, "#import-own");

        server.Asked.ShouldContain(asked => asked.Line == "POST /elsa/api/workflow-definitions/import");
        context.Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/flows/leave");
    }

    private static (FakeServer Server, BunitContext Context) Start()
    {
        var stored = $$"""{"definitionId":"leave","name":"请假","company":"星河实验学校","revision":0,"baseVersion":1,"newerVersion":null,"publishedVersion":null,"isPublished":false,"isReadonly":false,"mayOffer":false,"cards":[],"changes":[],"template":{{Template}}}""";
        var server = new FakeServer().On("GET /api/definitions/leave/variant", stored).On("PUT /api/definitions/leave/variant", stored).On("POST /elsa/api/workflow-definitions/import", """{"definitionId":"leave"}""");
        var context = server.Context();
        context.Services.AddSingleton<FlowStore>();
        context.Services.AddSingleton<FlowTransfer>();
        context.Services.AddSingleton<VariantStore>();
        context.Services.AddSingleton<BrowserEngine>();
        return (server, context);
    }

    private static async Task ImportAsync(BunitContext context, string choice)
    {
        var dialogs = context.Render<MudBlazor.MudDialogProvider>();
        var files = context.Render<FlowFiles>(parameters => parameters.Add(p => p.MayImport, true));
        // The upload ends when all is done, which waits for the answer.
        var upload = Task.Run(() => files.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Template.Replace("主管", "校长", StringComparison.Ordinal), "leave.json")));
        await dialogs.WaitForElement(choice, TimeSpan.FromSeconds(10)).ClickAsync();
        await upload.WaitAsync(TimeSpan.FromSeconds(10));
    }
}

using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Inspector;
using HrBpm.Designer.Variants;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Variants;

/// <summary>Those who look after the group lock cards of a template, and mark a draft as one.</summary>
public sealed class LockSectionTests
{
    private static readonly FlowDraft Draft = FlowDraft.Read(JsonNode.Parse("""
        {"definitionId":"leave","name":"请假","variables":[],"root":{"id":"flow","type":"Elsa.Flowchart","activities":[{"id":"a","type":"HrBpm.Approval","customProperties":{"canStartWorkflow":false}}],"connections":[]}}
        """)!.AsObject());

    [Fact]
    public async Task A_card_or_some_of_its_settings_are_locked_with_a_reason()
    {
        await using var context = Context(mayOffer: true);
        var draft = Draft;
        var section = context.Render<LockSection>(parameters => parameters.Add(p => p.Draft, draft).Add(p => p.Card, "a").Add(p => p.OnChange, (InspectorEdit edit) => draft = edit.Draft));

        await section.FindAll(".seg button")[1].ClickAsync();
        section.Render(parameters => parameters.Add(p => p.Draft, draft));
        await section.Find("[data-lock=actions]").ChangeAsync(true);
        section.Render(parameters => parameters.Add(p => p.Draft, draft));
        await section.Find("#lock-reason").ChangeAsync("不得中止法定时钟");
        draft.Activity("a")["customProperties"]!.ToJsonString(InputValue.Json).ShouldBe("""{"canStartWorkflow":false,"lock":["actions"],"lockReason":"不得中止法定时钟"}""");

        section.Render(parameters => parameters.Add(p => p.Draft, draft));
        await section.FindAll(".seg button")[2].ClickAsync();
        CardLocks.IsWhole(draft.Activity("a")).ShouldBeTrue();
        section.Render(parameters => parameters.Add(p => p.Draft, draft));
        await section.FindAll(".seg button")[0].ClickAsync();
        CardLocks.IsLocked(draft.Activity("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_does_not_look_after_the_group_sees_no_locks_to_set()
    {
        await using var context = Context(mayOffer: false);
        context.Render<LockSection>(parameters => parameters.Add(p => p.Draft, Draft).Add(p => p.Card, "a")).FindAll(".vlock").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tick_publishes_the_draft_as_the_groups_template()
    {
        await using var context = Context(mayOffer: true);
        var saved = false;
        var (dialogs, dialog) = await OpenAsync(context, () => { saved = true; return Task.CompletedTask; });

        dialogs.Find("#as-template").Change(true);
        await dialogs.Find("form").SubmitAsync();

        saved.ShouldBeTrue("the server has the draft before it is offered");
        (await dialog.Result)!.Data.ShouldBe(7);
    }

    private static async Task<(IRenderedComponent<MudBlazor.MudDialogProvider> Dialogs, MudBlazor.IDialogReference Dialog)> OpenAsync(BunitContext context, Func<Task> save)
    {
        var dialogs = context.Render<MudBlazor.MudDialogProvider>();
        var service = context.Services.GetRequiredService<MudBlazor.IDialogService>();
        var dialog = await dialogs.InvokeAsync(() => service.ShowAsync<PublishDialog>("x", new MudBlazor.DialogParameters { [nameof(PublishDialog.DefinitionId)] = "leave", [nameof(PublishDialog.SaveAsync)] = save }));
        dialogs.WaitForElement("#as-template");
        return (dialogs, dialog);
    }

    private static BunitContext Context(bool mayOffer)
    {
        var context = new FakeServer().On("GET /api/definitions/leave/template", mayOffer ? """{"mayOffer":true,"offeredVersion":null}""" : """{"mayOffer":false,"offeredVersion":null}""")
            .On("POST /api/definitions/leave/template", """{"definitionId":"leave","version":7}""").Context();
        context.Services.AddSingleton<VariantStore>();
        return context;
    }
}

using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Inbox;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>What a flow knows is shown as people read it.</summary>
public sealed class DataViewTests
{
    [Fact]
    public async Task A_person_is_a_name_money_an_amount_and_what_is_empty_is_not_there()
    {
        await using var context = new FakeServer().Context();
        var data = JsonNode.Parse("""{"receiver":{"id":"adc26e76-c44e-8d47-a6bf-f639edfaaf59","name":"陈晨","employeeNumber":"XK0008"},"amount":{"amountMinor":123450,"currency":"CNY"},"custom":{},"leaver":{"name":"张伟"},"lines":[{"subject":"华东客户","confirmed":true}]}""");

        var view = context.Render<DataView>(parameters => parameters.Add(shown => shown.Data, data));

        view.FindAll("dl > div").Select(row => row.TextContent).ShouldBe(["交接接收人陈晨", "金额¥1,234.50"]);
        view.FindAll("h3").Count.ShouldBe(1, "only what has parts gets a heading");
        view.Find("tbody tr").TextContent.ShouldBe("华东客户✓");
    }
}

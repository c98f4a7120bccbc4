using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

public sealed class FormCheckTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly FormField[] Form =
    [
        new() { Key = "note", Label = "说明", Required = true },
        new() { Key = "count", Label = "数量", Type = FormFieldType.Number },
        new() { Key = "fee", Label = "金额", Type = FormFieldType.Money },
        new() { Key = "on", Label = "日期", Type = FormFieldType.Date },
        new() { Key = "kind", Label = "种类", Type = FormFieldType.Choice, Options = ["归还", "报废"] },
        new() { Key = "receiver", Label = "接收人", Type = FormFieldType.Person },
        new() { Key = "isDone", Label = "完成", Type = FormFieldType.Boolean },
        new()
        {
            Key = "customers",
            Label = "客户",
            Type = FormFieldType.Lines,
            Columns = [new() { Key = "name", Label = "姓名", Required = true }, new() { Key = "isConfirmed", Label = "确认", Type = FormFieldType.Boolean }],
        },
    ];

    [Fact]
    public void Good_answers_pass() => FormCheck.Check(Form, new Dictionary<string, object?>
    {
        ["note"] = "好",
        ["count"] = 3,
        ["fee"] = new Dictionary<string, object?> { ["amountMinor"] = 12_50L, ["currency"] = "CNY" },
        ["on"] = "2026-03-31",
        ["kind"] = "归还",
        ["receiver"] = Guid.NewGuid().ToString("D"),
        ["isDone"] = true,
        ["customers"] = new List<object?> { new Dictionary<string, object?> { ["name"] = "甲公司", ["isConfirmed"] = true } },
    }).ShouldBeEmpty();

    public static TheoryData<string, object, string> Wrong => new()
    {
        { "note", 5, "Expected 'note' to be a text of at most 10000 characters, but got 5." },
        { "count", "three", "Expected 'count' to be a number, but got 'three'." },
        { "count", double.NaN, "Expected 'count' to be a number, but got NaN." },
        { "fee", 12.5, "Expected 'fee' to be an amount {amountMinor, currency} in minor units, but got 12.5." },
        { "on", "2026-02-30", "Expected 'on' to be a date like 2026-03-31, but got '2026-02-30'." },
        { "kind", "丢失", "Expected 'kind' to be one of 归还, 报废, but got '丢失'." },
        { "receiver", "li.na", "Expected 'receiver' to be the id of a person, but got 'li.na'." },
        { "isDone", "yes", "Expected 'isDone' to be yes or no, but got 'yes'." },
        { "customers", "甲公司", "Expected 'customers' to be a list of rows, but got '甲公司'." },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_type_is_named_with_what_came(string key, object value, string message) =>
        FormCheck.Check(Form, new Dictionary<string, object?> { ["note"] = "好", [key] = value }).Single().Message.ShouldBe(message);

    [Fact]
    public void A_missing_required_field_is_named() =>
        FormCheck.WhyNot(Form, null)!.Message.ShouldBe("Expected 'note' (说明) to be filled in, but it is empty.");

    [Fact]
    public void A_required_field_may_be_missing_from_an_incomplete_answer() => FormCheck.WhyNot(Form, null, isComplete: false).ShouldBeNull();

    [Fact]
    public void An_unknown_member_is_named() =>
        FormCheck.Check(Form, new Dictionary<string, object?> { ["note"] = "好", ["salary"] = 1 }).Single().Key.ShouldBe("salary");

    [Fact]
    public void Problems_inside_rows_name_the_row()
    {
        var rows = new List<object?> { new Dictionary<string, object?> { ["name"] = "甲" }, new Dictionary<string, object?> { ["isConfirmed"] = 1 }, "乙" };

        FormCheck.Check(Form, new Dictionary<string, object?> { ["note"] = "好", ["customers"] = rows })
            .Select(problem => problem.Key).ShouldBe(["customers[1].name", "customers[1].isConfirmed", "customers[2]"]);
    }

    [Fact]
    public void Columns_may_be_written_as_keys_or_as_fields()
    {
        const string json = """{"key":"items","type":"lines","columns":["name",{"key":"count","type":"number","required":true}]}""";

        var field = JsonSerializer.Deserialize<FormField>(json, Web)!;

        field.Columns.Select(column => (column.Key, column.Type, column.Required)).ShouldBe([("name", FormFieldType.Text, false), ("count", FormFieldType.Number, true)]);
    }
}

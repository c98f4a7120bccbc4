using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Designer.Texts;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Forms;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The fields of a task's form, drawn with what was filled in so far.</summary>
/// <param name="words">How the page speaks.</param>
/// <param name="problems">What is wrong with the answers; empty before somebody has sent any.</param>
/// <param name="data">What the task shows, which says what a row is about.</param>
internal sealed class FormFields(PageWords words, IReadOnlyList<FormProblem> problems, JsonNode? data = null)
{
    private const int MostButtons = 4;

    private Dictionary<string, string> labels = [];

    /// <summary>All fields of a form.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="answers">What is filled in.</param>
    /// <param name="more">Key of a field of rows to which another row is added.</param>
    public Html Draw(IReadOnlyList<FormField> fields, JsonObject answers, string? more = null)
    {
        labels = fields.Concat(fields.SelectMany(field => field.Columns)).DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Label);
        return Html.Join(fields.Select(field => Field(field, answers[field.Key], FormAnswers.Prefix + field.Key, field.Key, more == field.Key)));
    }

    private Html Field(FormField field, JsonNode? value, string name, string key, bool takesMore = false)
    {
        var wrong = Wrong(field, key);
        return Html.Of($"{Input(field, value, name, key, wrong is not null, takesMore)}{When(field)}{(wrong is null ? null : Html.Of($"<div class=\"err\" role=\"alert\" id=\"{name}-e\">{wrong}</div>"))}");
    }

    // Without scripts nothing hides by itself; so it is said when the field is asked.
    private Html? When(FormField field) => field.VisibleWhen is null || field.Type is FormFieldType.Section or FormFieldType.Formula ? null
        : Html.Of($"<p class=\"s f\">{words.Say("仅在", "Only when")} {Said(FormReading.RulesOf([field]).Rules[0].VisibleWhen)}{words.Say(" 时填写", "")}</p>");

    private string Said(FieldCondition? condition) => condition switch
    {
        FieldCondition.Group group => string.Join(group.IsAll ? words.Say(" 且 ", " and ") : words.Say(" 或 ", " or "), group.Parts.Select(Said)),
        FieldCondition.Rule rule => $"「{labels.GetValueOrDefault(rule.Field, rule.Field)}」{OperatorOf(rule.Operator)}{(rule.Value is "true" ? words.Say("是", "yes") : rule.Value is "false" ? words.Say("否", "no") : rule.Value)}",
        _ => "",
    };

    private string OperatorOf(string name) => name switch
    {
        "empty" => words.Say("为空", " is empty"), "filled" => words.Say("已填写", " is filled in"), "in" => words.Say("属于 ", " is one of "), "contains" => words.Say("包含 ", " contains "), _ => $" {name} ",
    };

    // The check is that of the API; what it says is put in the words of the page.
    private string? Wrong(FormField field, string key) => problems.FirstOrDefault(problem => problem.Key == key) is not { } found ? null
        : found.Message.EndsWith("but it is empty.", StringComparison.Ordinal) || found.Message.EndsWith("but there is none.", StringComparison.Ordinal) ? words.Say("请填写", "Please fill this in")
        : field.Type switch
        {
            FormFieldType.Number or FormFieldType.Money => words.Say("请填写数字", "Please enter a number"),
            FormFieldType.DateRange => words.Say("请填写起止日期，结束不早于开始", "Please enter both days, the last not before the first"),
            FormFieldType.Date => words.Say("请填写日期，例如 2026-03-31", "Please enter a date like 2026-03-31"),
            FormFieldType.Person => words.Say("请选择一个人", "Please choose a person"),
            FormFieldType.Attachment => words.Say($"最多 {FormFiles.MostOf(field)} 个文件", $"At most {FormFiles.MostOf(field)} files"),
            _ => found.Message,
        };

    private Html Input(FormField field, JsonNode? value, string name, string key, bool isWrong, bool takesMore) => field.Type switch
    {
        FormFieldType.Choice when field.Options.Count <= MostButtons => Choice(field, [.. field.Options.Select(option => (option, option))], Text(value), name),
        FormFieldType.Choice => Labelled(field, name, Html.Of($"<select class=\"in{Mark(isWrong)}\" id=\"{name}\" name=\"{name}\"{Said(name, isWrong)}><option value=\"\">{words.Say("请选择", "Please choose")}</option>{Html.Join(field.Options.Select(option => Html.Of($"<option{(option == Text(value) ? Html.Known(" selected") : null)}>{option}</option>")))}</select>")),
        FormFieldType.Boolean => Choice(field, [("true", words.Say("是", "Yes")), ("false", words.Say("否", "No"))], Text(value), name),
        FormFieldType.Choices => Choices(field, value as JsonArray ?? [], name),
        FormFieldType.DateRange => Range(field, value as JsonObject ?? [], name, isWrong),
        FormFieldType.Section => Html.Of($"<h2>{field.Label}</h2>"),
        FormFieldType.Formula => Html.Of($"<div class=\"l\">{field.Label}</div><p class=\"s f\">{(value is null ? words.Say("提交时自动计算", "Worked out when you send it") : Text(value))}</p>"),
        FormFieldType.Attachment => Files(field, value as JsonArray ?? [], name, isWrong),
        FormFieldType.Lines => Lines(field, value as JsonArray ?? [], name, key, takesMore),
        FormFieldType.Text or FormFieldType.LongText => Labelled(field, name, Html.Of($"<textarea class=\"in{Mark(isWrong)}\" id=\"{name}\" name=\"{name}\" rows=\"{(field.Type == FormFieldType.Text ? 2 : 4)}\" placeholder=\"{field.Hint}\" maxlength=\"{FormCheck.LongestText}\"{Said(name, isWrong)}>{Text(value)}</textarea>")),
        _ => Labelled(field, name, Html.Of($"<input class=\"in{Mark(isWrong)}\" id=\"{name}\" name=\"{name}\"{Html.Known(KindOf(field.Type))} value=\"{Text(value)}\"{Said(name, isWrong)}>")),
    };

    private static string KindOf(FormFieldType type) => type switch
    {
        FormFieldType.Date => " type=\"date\"",
        FormFieldType.Number or FormFieldType.Money => " inputmode=\"decimal\" autocomplete=\"off\"",
        _ => " autocomplete=\"off\"",
    };

    private static string Mark(bool isWrong) => isWrong ? " wrong" : "";

    private static Html? Said(string name, bool isWrong) => isWrong ? Html.Of($" aria-invalid=\"true\" aria-describedby=\"{name}-e\"") : null;

    private static Html Labelled(FormField field, string name, Html input) => Html.Of($"<label class=\"l\" for=\"{name}\">{field.Label}{Star(field)}{(field.Type == FormFieldType.Money ? "（¥）" : "")}</label>{input}");

    private static Html? Star(FormField field) => field.Required ? Html.Known("<span class=\"rq\"> *</span>") : null;

    private static Html Choice(FormField field, List<(string Value, string Text)> options, string chosen, string name) => Html.Of($"""
        <fieldset><legend>{field.Label}{Star(field)}</legend><div class="opts">{Html.Join(options.Select(option => Html.Of($"<label class=\"btn\"><input type=\"radio\" name=\"{name}\" value=\"{option.Value}\"{(option.Value == chosen ? Html.Known(" checked") : null)}>{option.Text}</label>")))}</div></fieldset>
        """);

    private static Html Choices(FormField field, JsonArray chosen, string name) => Html.Of($"""
        <fieldset><legend>{field.Label}{Star(field)}</legend><div class="opts">{Html.Join(field.Options.Select(option => Html.Of($"<label class=\"btn\"><input type=\"checkbox\" name=\"{name}\" value=\"{option}\"{(chosen.Any(one => Text(one) == option) ? Html.Known(" checked") : null)}>{option}</label>")))}</div></fieldset>
        """);

    private Html Range(FormField field, JsonObject range, string name, bool isWrong) => Html.Of($"""
        <fieldset><legend>{field.Label}{Star(field)}</legend><label class="l" for="{name}.from">{words.Say("从", "From")}</label><input class="in{Mark(isWrong)}" id="{name}.from" name="{name}.from" type="date" value="{Text(range["from"])}"{Said(name, isWrong)}>
        <label class="l" for="{name}.to">{words.Say("到", "To")}</label><input class="in{Mark(isWrong)}" id="{name}.to" name="{name}.to" type="date" value="{Text(range["to"])}"{Said(name, isWrong)}></fieldset>
        """);

    private Html Lines(FormField field, JsonArray rows, string name, string key, bool takesMore)
    {
        var count = Math.Max(1, rows.Count + (takesMore ? 1 : 0));
        return Html.Of($"""
            <fieldset><legend>{field.Label}{Star(field)}</legend><input type="hidden" name="{name}.rows" value="{count}">
            {Html.Join(Enumerable.Range(0, count).Select(row => Row(field, row < rows.Count ? rows[row] as JsonObject ?? [] : [], $"{name}.{row}.", $"{key}[{row}].", row)))}
            <button class="btn wide" name="more" value="{field.Key}" formnovalidate>{Icon("plus")}{words.Say("加一行", "Add a row")}</button></fieldset>
            """);
    }

    private Html Row(FormField field, JsonObject row, string name, string key, int number) => Html.Of($"""
        <div class="row1"><div class="s f">{words.Say($"第 {number + 1} 行", $"Row {number + 1}")}</div>{(FormSuggestion.CaptionOf(field, data, row) is { Length: > 0 } about ? Html.Of($"<div class=\"b\">{about}</div>") : null)}{Html.Join(field.Columns.Select(column => Field(column, row[column.Key], name + column.Key, key + column.Key)))}</div>
        """);

    // A file is taken away by its mark, and comes back by it. Uploading draws the page anew, so that what was chosen stands there.
    private Html Files(FormField field, JsonArray files, string name, bool isWrong) => Html.Of($"""
        <fieldset><legend>{field.Label}{Star(field)}</legend>{(files.Count == 0 ? null : Html.Of($"<div class=\"opts col\">{Html.Join(files.OfType<JsonObject>().Select(file => Html.Of($"<label class=\"btn\"><input type=\"checkbox\" name=\"{name}\" value=\"{file["id"]}\" checked><span>{file["name"]} <span class=\"f s\">{(long.TryParse(file["size"]?.ToString(), CultureInfo.InvariantCulture, out var size) ? TaskCards.Size(size) : "")}</span></span></label>")))}</div><p class=\"s f\">{words.Say("取消勾选即移除，提交前可以再勾上。", "Untick a file to remove it; tick it again to keep it.")}</p>"))}
        <div class="up"><label class="l" for="{name}">{words.Say("选择文件或拍照", "Choose files or take a photo")}</label><input class="in{Mark(isWrong)}" id="{name}" name="{name}" type="file" multiple accept="{FileKind.AcceptOf(field.FileKinds)}"{Said(name, isWrong)}></div>
        <p class="s f">{Limits(field)}</p><button class="btn wide" name="upload" value="{field.Key}" formnovalidate>{Icon("attach")}{words.Say("上传", "Upload")}</button></fieldset>
        """);

    private string Limits(FormField field)
    {
        var kinds = words.List(FileKind.Of(field.FileKinds).Select(kind => words.Known(FileKindNames.Of(kind.Name))));
        var most = FormFiles.MostOf(field);
        return words.Say($"最多 {most} 个{(kinds.Length == 0 ? "" : $"，{kinds}")}", $"At most {most}{(kinds.Length == 0 ? "" : $": {kinds}")}");
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonObject money when money["amountMinor"] is { } amount => (amount.GetValue<long>() / 100m).ToString("0.00", CultureInfo.InvariantCulture),
        JsonValue single when single.TryGetValue<bool>(out var yes) => yes ? "true" : "false",
        _ => value.ToString(),
    };

    /// <summary>What is wrong with the answers, by the same rules as behind the API.</summary>
    public static IReadOnlyList<FormProblem> Check(TaskDetails task, string verb, JsonObject answers) =>
        verb is TaskVerbs.Approve or TaskVerbs.Complete ? FormCheck.Check(task.Form, (IReadOnlyDictionary<string, object?>?)Values.FromJson(answers)) : [];
}

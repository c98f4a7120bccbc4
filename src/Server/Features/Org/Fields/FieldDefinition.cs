using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>A field as a request describes it: all but what it belongs to.</summary>
internal sealed partial record FieldDefinition
{
    public const int LongestKey = 40, LongestLabel = 100, LongestHelp = 500, MostOptions = 500, MostColumns = 30, MostRows = 500;

    private const int LongestPattern = 200, LongestOption = 60;

    // Groups of values in flows, see FlowFields.
    private static readonly string[] Taken = [.. FlowFields.Groups.Values];

    [Description("By what programs, files and flows know the field: letters and digits, a small letter first. It can not be changed later.")]
    public required string Key { get; init; }

    public required CustomFieldKind Kind { get; init; }

    [Description("What people read in Chinese.")]
    public required string LabelZh { get; init; }

    [Description("What people read in English.")]
    public required string LabelEn { get; init; }

    [Description("What people should know who fill it in.")]
    public string? Help { get; init; }

    [Description("Must be filled in.")]
    public bool IsRequired { get; init; }

    [Description("No two entities of the company have the same value. For texts, numbers and days.")]
    public bool IsUnique { get; init; }

    [Description("People are found by its values. For texts, numbers, days and choices of a person.")]
    public bool IsSearchable { get; init; }

    [Description("Encrypted at rest; in no file and in no flow. It has to be seen as something that not everybody sees.")]
    public bool IsSecret { get; init; }

    [Description("Who sees it: those who have the permission for this kind of data.")]
    public FieldKind SeenAs { get; init; }

    [Description("Who changes it: those who may change the entity, and have the permission for this kind of data as well. As it is seen, when absent.")]
    public FieldKind? ChangedAs { get; init; }

    [Description("Place among the others.")]
    public int Position { get; init; }

    [Description("What a value has to be.")]
    public ValueRules? Rules { get; init; }

    [Description("Columns of a table.")]
    public IReadOnlyList<FieldColumn>? Columns { get; init; }

    [Description("Most rows of a table, 1 to 500. Default 100.")]
    public int? TableRows { get; init; }

    [Description("What a new entity gets that says nothing about the field.")]
    public JsonNode? Default { get; init; }

    /// <summary>The rules as the field stores them.</summary>
    public FieldShape ToShape() => new(Rules ?? ValueRules.None, Columns ?? [], TableRows ?? 100, Default);

    /// <summary>Why there can be no such field; null when there can.</summary>
    public Refusal? WhyNot(FieldEntity entity) =>
        WhyNotNames()
        ?? WhyNotRights(entity)
        ?? WhyNotRules(Kind, Rules ?? ValueRules.None, "rules")
        ?? WhyNotColumns()
        ?? WhyNotDefault(entity);

    /// <summary>Puts everything that may change into the field.</summary>
    public void ApplyTo(CustomField field)
    {
        (field.Kind, field.LabelZh, field.LabelEn, field.Help) = (Kind, LabelZh.Trim(), LabelEn.Trim(), Help);
        (field.IsRequired, field.IsUnique, field.IsSearchable, field.IsSecret) = (IsRequired, IsUnique, IsSearchable, IsSecret);
        (field.SeenAs, field.ChangedAs, field.Position, field.ShapeJson) = (SeenAs, ChangedAs ?? SeenAs, Position, ToShape().ToJson());
    }

    private Refusal? WhyNotNames()
    {
        if (!LegalKey().IsMatch(Key) || Key.Length > LongestKey || Taken.Contains(Key))
            return No("key", $"a key of 1 to {LongestKey} letters and digits, a small letter first, other than {string.Join(", ", Taken)}", $"'{Key}'");
        foreach (var (what, label) in new[] { ("labelZh", LabelZh), ("labelEn", LabelEn) })
            if (OrgTexts.WhyNotName(label, $"'{what}' to be a label") is { } unfit) return new Refusal($"custom-fields.{(what == "labelZh" ? "label-zh" : "label-en")}.invalid", unfit.Message);
        return Help?.Length > LongestHelp ? No("help", $"a text of at most {LongestHelp} characters", $"{Help.Length} characters") : null;
    }

    private Refusal? WhyNotRights(FieldEntity entity)
    {
        if (IsSecret && SeenAs == FieldKind.Person) return No("seenAs", "a kind that not everybody sees, because the field is secret", "person");
        if (IsSecret && IsSearchable) return No("searchable", "false for a secret, because what people are found by is kept in plain text", "true");
        if (IsSecret && Kind == CustomFieldKind.Attachment) return No("secret", "false for a file, which is kept as it came", "true");
        if (IsSearchable && (entity != FieldEntity.Person || Kind is not (CustomFieldKind.Text or CustomFieldKind.Number or CustomFieldKind.Date or CustomFieldKind.Choice)))
            return No("searchable", "true only for a text, a number, a day or a choice of a person", $"true for a {Kind} of a {entity}");
        return IsUnique && Kind is not (CustomFieldKind.Text or CustomFieldKind.Number or CustomFieldKind.Date) ? No("unique", "true only for a text, a number or a day", $"true for a {Kind}") : null;
    }

    private Refusal? WhyNotColumns()
    {
        if (Kind != CustomFieldKind.Table) return Columns is { Count: > 0 } ? No("columns", "none, because the field is no table", $"{Columns.Count}") : null;
        if (Columns is not { Count: >= 1 and <= MostColumns }) return No("columns", $"1 to {MostColumns} for a table", $"{Columns?.Count ?? 0}");
        if (TableRows is < 1 or > MostRows) return No("tableRows", $"1 to {MostRows}", string.Create(CultureInfo.InvariantCulture, $"{TableRows}"));
        if (Columns.GroupBy(c => c.Key).FirstOrDefault(g => g.Count() > 1) is { } twice) return No("columns", "each key once", $"'{twice.Key}' {twice.Count()} times");
        foreach (var column in Columns)
        {
            if (column.Kind == CustomFieldKind.Table || !LegalKey().IsMatch(column.Key) || column.Key.Length > LongestKey)
                return No("columns", "columns of single values, each with a key of letters and digits", $"'{column.Key}' of the kind {column.Kind}");
            if ((OrgTexts.WhyNotName(column.LabelZh, "a Chinese label of the column") ?? OrgTexts.WhyNotName(column.LabelEn, "an English label of the column")) is { } label) return new Refusal("custom-fields.columns.invalid", label.Message);
            if (WhyNotRules(column.Kind, column.Rules ?? ValueRules.None, $"columns.{column.Key}.rules") is { } unfit) return unfit;
        }

        return null;
    }

    private Refusal? WhyNotDefault(FieldEntity entity)
    {
        if (Default is null) return null;
        if (!CheckValue.IsText(Default)) return No("default", "text", "half of a surrogate pair");
        if (IsUnique || Kind is CustomFieldKind.Person or CustomFieldKind.Attachment or CustomFieldKind.Table) return No("default", $"none for a {(IsUnique ? "value that nobody shares" : Kind.ToString())}", "one");
        var check = new CheckValue();
        var field = new CustomField { CompanyId = Guid.Empty, Entity = entity, Key = Key, Kind = Kind, LabelZh = LabelZh, LabelEn = LabelEn, ShapeJson = ToShape().ToJson() };
        return check.Check(field, Default) is null ? new Refusal("custom-fields.default.invalid", check.Problems[0]) : null;
    }

    private static Refusal? WhyNotRules(CustomFieldKind kind, ValueRules rules, string name)
    {
        if (OutOfPlace(kind, rules) is { } stray) return No(name, $"only what is about the kind {kind}", stray);
        if (rules.MinLength is < 0 or > ValueRules.LongestText || rules.MaxLength is < 1 or > ValueRules.LongestText || rules.MinLength > (rules.MaxLength ?? ValueRules.UsualText))
            return No(name, $"lengths of 0 to {ValueRules.LongestText}, the least first", $"{rules.MinLength} to {rules.MaxLength}");
        if (rules.Pattern is { } pattern && (pattern.Length > LongestPattern || CheckValue.WhyNotPattern(pattern) is not null)) return No(name, $"a regular expression of at most {LongestPattern} characters", $"'{pattern}'");
        if (rules.Min > rules.Max) return No(name, "the smallest before the largest", string.Create(CultureInfo.InvariantCulture, $"{rules.Min} to {rules.Max}"));
        if (rules.Decimals is < 0 or > ValueRules.MostDecimals) return No(name, $"0 to {ValueRules.MostDecimals} decimals", string.Create(CultureInfo.InvariantCulture, $"{rules.Decimals}"));
        if (rules.Earliest > rules.Latest) return No(name, "the first day before the last", $"{rules.Earliest:yyyy-MM-dd} to {rules.Latest:yyyy-MM-dd}");
        if (rules.Currencies?.FirstOrDefault(c => !Currency().IsMatch(c)) is { } currency) return No(name, "currencies such as CNY", $"'{currency}'");
        if (rules.LargestBytes is < 1 or > ValueRules.LargestFile) return No(name, $"files of 1 to {ValueRules.LargestFile} bytes", string.Create(CultureInfo.InvariantCulture, $"{rules.LargestBytes}"));
        if (rules.ContentTypes?.FirstOrDefault(t => !ContentType().IsMatch(t)) is { } type) return No(name, "types such as application/pdf", $"'{type}'");
        return kind == CustomFieldKind.Choice ? WhyNotOptions(rules.Options ?? [], name) : null;
    }

    private static Refusal? WhyNotOptions(IReadOnlyList<FieldOption> options, string name)
    {
        if (options.Count is 0 or > MostOptions) return No(name, $"1 to {MostOptions} options", $"{options.Count}");
        if (options.GroupBy(o => o.Value).FirstOrDefault(g => g.Count() > 1) is { } twice) return No(name, "each option once", $"'{twice.Key}' {twice.Count()} times");
        return options.FirstOrDefault(o => !IsOption(o.Value) || !IsOption(o.LabelZh) || !IsOption(o.LabelEn)) is { } unfit
            ? No(name, $"options with a value and two labels of 1 to {LongestOption} characters without commas and semicolons", $"'{unfit.Value}'")
            : null;
    }

    // In files, several options stand with such signs between.
    private static bool IsOption(string text) => text.Length is > 0 and <= LongestOption && text.Trim() == text && !text.Any(c => char.IsControl(c) || c is ',' or ';' or '，' or '；' or '、');

    private static string? OutOfPlace(CustomFieldKind kind, ValueRules rules) =>
        kind != CustomFieldKind.Text && (rules.MinLength ?? rules.MaxLength ?? (object?)rules.Pattern) is not null ? "rules of a text"
        : kind is not (CustomFieldKind.Number or CustomFieldKind.Money) && (rules.Min ?? rules.Max) is not null ? "rules of a number"
        : kind != CustomFieldKind.Number && rules.Decimals is not null ? "decimals"
        : kind != CustomFieldKind.Date && (rules.Earliest ?? rules.Latest) is not null ? "rules of a day"
        : kind != CustomFieldKind.Money && rules.Currencies is not null ? "currencies"
        : kind != CustomFieldKind.Choice && (rules.Options is not null || rules.IsMultiple) ? "options"
        : kind != CustomFieldKind.Attachment && (rules.ContentTypes is not null || rules.LargestBytes is not null) ? "rules of a file"
        : null;

    private static Refusal No(string what, string expected, string came) => new($"custom-fields.{what.Split('.')[0].ToLowerInvariant()}.invalid", $"Expected '{what}' to be {expected}, but it is {came}.");

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$")]
    private static partial Regex LegalKey();

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex Currency();

    [GeneratedRegex("^[a-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,100}$")]
    private static partial Regex ContentType();
}

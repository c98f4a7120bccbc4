using System.Text.Json;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Which column of a file holds what.</summary>
/// <param name="Product">Heading by field of the product.</param>
/// <param name="Own">Heading by key of a field of the company's own.</param>
internal sealed record ImportMapping(IReadOnlyDictionary<ImportField, string> Product, IReadOnlyDictionary<string, string> Own)
{
    private const string OwnPrefix = "custom.";

    /// <summary>The mapping as it is stored, and as it travels: <c>{"employeeNumber": "工号", "custom.size": "尺码"}</c>.</summary>
    public IReadOnlyDictionary<string, string> Named => Product.Select(m => (NameOf(m.Key), m.Value)).Concat(Own.Select(m => (OwnPrefix + m.Key, m.Value))).ToDictionary(m => m.Item1, m => m.Item2);

    public string ToJson() => JsonSerializer.Serialize(Named);

    public static ImportMapping Read(string json)
    {
        var named = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        return new(
            named.Where(m => !m.Key.StartsWith(OwnPrefix, StringComparison.Ordinal)).ToDictionary(m => Enum.Parse<ImportField>(m.Key, ignoreCase: true), m => m.Value),
            named.Where(m => m.Key.StartsWith(OwnPrefix, StringComparison.Ordinal)).ToDictionary(m => m.Key[OwnPrefix.Length..], m => m.Value));
    }

    /// <summary>Which column probably holds what: the product's fields by headings that are known, the company's by key or label.</summary>
    /// <param name="columns">The headings.</param>
    /// <param name="fields">Fields of the company's own that the user may fill.</param>
    /// <param name="seesPhones">Whether the user may fill phone numbers, see <see cref="SeesPhones"/>.</param>
    public static ImportMapping Suggest(IReadOnlyList<string> columns, IEnumerable<CustomField> fields, bool seesPhones)
    {
        var product = ImportHeadings.Suggest(columns).Where(m => m.Key != ImportField.Phone || seesPhones).ToDictionary(m => m.Key, m => m.Value);
        var left = columns.Except(product.Values).ToList();
        var own = new Dictionary<string, string>();
        foreach (var field in fields)
            if (left.Find(c => FieldCells.HeadingsOf(field).Contains(c, StringComparer.OrdinalIgnoreCase)) is { } column && left.Remove(column)) own[field.Key] = column;
        return new(product, own);
    }

    /// <summary>Holds what a request says against the file and the fields that its sender may change.</summary>
    public static Refusal? WhyNot(IReadOnlyDictionary<string, string> given, IReadOnlyList<string> columns, IReadOnlyList<CustomField> fields, CurrentUser user, out ImportMapping mapping)
    {
        var (product, own) = (new Dictionary<ImportField, string>(), new Dictionary<string, string>());
        mapping = new(product, own);
        foreach (var (name, column) in given)
        {
            if (!columns.Contains(column)) return new Refusal("imports.mapping.invalid", $"Expected '{name}' to be a column of the file, but there is no '{column}'.");
            if (fields.FirstOrDefault(f => f.Name == name) is { } field) own[field.Key] = column;
            else if (Enum.TryParse<ImportField>(name, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(name[0])) product[known] = column;
            else return new Refusal("imports.mapping.invalid", $"Expected fields among {string.Join(", ", Enum.GetValues<ImportField>().Select(NameOf).Concat(fields.Select(f => f.Name)))}, but got '{name}'.");
        }

        if (mapping.WhyNotFor(user) is { } hidden) return hidden;
        return product.ContainsKey(ImportField.EmployeeNumber) ? null : new Refusal("imports.mapping.invalid", "Expected a column for 'employeeNumber', which says whom a row is about, but there is none.");
    }

    /// <summary>The fields of people that the user may fill from a file: those that fit into a cell, and whose kinds of data the user sees of everybody.</summary>
    public static async Task<IReadOnlyList<CustomField>> FieldsAsync(ReadFields read, CurrentUser user, CancellationToken ct) =>
        [.. (await read.OfAsync(user.CompanyId, FieldEntity.Person, ct)).Where(f => FieldCells.Fits(f) && FieldSight.MayChangeOfCompany(user, f))];

    /// <summary>Why the user may not write what it maps; null when they may.</summary>
    public Refusal? WhyNotFor(CurrentUser user) => Product.ContainsKey(ImportField.Phone) && !SeesPhones(user)
        ? new Refusal("imports.phone.forbidden", "Expected no column for 'phone', because you may not see the numbers that are there, but there is one.")
        : null;

    /// <summary>Whether the user sees the phone numbers of everybody in the company, and may fill them.</summary>
    public static bool SeesPhones(CurrentUser user) => user.Rights.ReachesCompany(Permission.ContactRead);

    private static string NameOf(ImportField field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());
}

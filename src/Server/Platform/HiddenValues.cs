using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Platform;

/// <summary>Hides values that somebody may not see in data of any shape: variables, inputs and outputs of flows, particulars of audit entries.</summary>
/// <remarks>Such data has no schema, so a value is known by its name: by its last word, or by a Chinese word in it. <c>payThrough</c> is a date, <c>netPay</c> is pay. In flows it is known too by what it was made of
/// (<c>DerivedKinds</c>).</remarks>
internal static partial class HiddenValues
{
    /// <summary>What stands in place of a value.</summary>
    public const string Instead = "•••";

    private static readonly FrozenDictionary<string, FieldKind> LastWords = new Dictionary<string, FieldKind>
    {
        ["salary"] = FieldKind.Pay, ["wage"] = FieldKind.Pay, ["pay"] = FieldKind.Pay, ["bonus"] = FieldKind.Pay, ["severance"] = FieldKind.Pay, ["compensation"] = FieldKind.Pay,
        ["amount"] = FieldKind.Pay, ["minor"] = FieldKind.Pay, ["yuan"] = FieldKind.Pay, ["deduction"] = FieldKind.Pay, ["loan"] = FieldKind.Pay, ["advance"] = FieldKind.Pay,
        ["performance"] = FieldKind.Performance, ["rating"] = FieldKind.Performance, ["appraisal"] = FieldKind.Performance,
        ["phone"] = FieldKind.Contact, ["mobile"] = FieldKind.Contact,
    }.ToFrozenDictionary();

    // Of two words, the last alone says too little.
    private static readonly FrozenDictionary<string, FieldKind> LastTwoWords = new Dictionary<string, FieldKind>
    {
        ["performance note"] = FieldKind.Performance, ["performance score"] = FieldKind.Performance,
        ["identity number"] = FieldKind.IdentityNumber, ["id number"] = FieldKind.IdentityNumber, ["id card"] = FieldKind.IdentityNumber, ["bank account"] = FieldKind.IdentityNumber, ["bank card"] = FieldKind.IdentityNumber,
        ["phone number"] = FieldKind.Contact, ["private contact"] = FieldKind.Contact,
    }.ToFrozenDictionary();

    private static readonly (string Word, FieldKind Kind)[] Chinese =
    [
        ("工资", FieldKind.Pay), ("薪", FieldKind.Pay), ("奖金", FieldKind.Pay), ("金额", FieldKind.Pay), ("补偿", FieldKind.Pay), ("借款", FieldKind.Pay),
        ("绩效", FieldKind.Performance), ("考核", FieldKind.Performance), ("身份证", FieldKind.IdentityNumber), ("银行卡", FieldKind.IdentityNumber), ("银行账号", FieldKind.IdentityNumber),
        ("手机", FieldKind.Contact), ("电话", FieldKind.Contact),
    ];

    /// <summary>What kind of data a name stands for; null for what everybody may see who sees the whole.</summary>
    public static FieldKind? KindOf(string name)
    {
        foreach (var (word, kind) in Chinese)
            if (name.Contains(word, StringComparison.Ordinal)) return kind;
        var words = Word().Matches(name).Select(m => m.Value.ToLowerInvariant()).Select(Singular).ToList();
        if (words.Count > 1 && LastTwoWords.TryGetValue($"{words[^2]} {words[^1]}", out var two)) return two;
        return words.Count > 0 && LastWords.TryGetValue(words[^1], out var one) ? one : null;
    }

    /// <summary>The value as this person may see it, where nobody can say whom it is about: a kind of data is shown when its permission reaches the whole company.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value. It is changed where something inside is hidden.</param>
    /// <param name="rights">What the person holds.</param>
    public static JsonNode? For(string name, JsonNode? value, HeldRights rights) => For(name, value, kind => rights.ReachesCompany(ProductFields.PermissionFor(kind)));

    /// <summary>The same for a value of which it is known by more than its name what it may hold. A secret of a flow is shown only where its kind, which is pay unless its name says otherwise, is.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value. It is changed where something inside is hidden.</param>
    /// <param name="derived">Kinds of data that it may hold, because of what it was made of.</param>
    /// <param name="isSecret">Whether the flow's definition says that it is a secret.</param>
    /// <param name="rights">What the person holds.</param>
    public static JsonNode? For(string name, JsonNode? value, IReadOnlySet<FieldKind>? derived, bool isSecret, HeldRights rights)
    {
        var kinds = (derived ?? Enumerable.Empty<FieldKind>()).Concat(isSecret ? [KindOf(name) ?? FieldKind.Pay] : []);
        return value is not null && kinds.Any(kind => !rights.ReachesCompany(ProductFields.PermissionFor(kind))) ? JsonValue.Create(Instead) : For(name, value, rights);
    }

    /// <summary>The value as somebody may see it who sees these kinds of data of the person whom it is about.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value. It is changed where something inside is hidden.</param>
    /// <param name="sees">Whether a kind of data is seen.</param>
    public static JsonNode? For(string name, JsonNode? value, Func<FieldKind, bool> sees)
    {
        if (value is not null && KindOf(name) is { } kind && !sees(kind)) return JsonValue.Create(Instead);
        Inside(value, sees);
        return value;
    }

    private static string Singular(string word) =>
        word.EndsWith("ses", StringComparison.Ordinal) ? word[..^2] : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("us", StringComparison.Ordinal) ? word[..^1] : word;

    private static void Inside(JsonNode? value, Func<FieldKind, bool> sees)
    {
        if (value is JsonArray list)
            foreach (var item in list) Inside(item, sees);
        if (value is not JsonObject members) return;
        foreach (var (name, member) in members.ToList())
            if (For(name, member, sees) is var shown && !ReferenceEquals(shown, member)) members[name] = shown;
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}

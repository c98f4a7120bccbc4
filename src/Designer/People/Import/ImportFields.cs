namespace HrBpm.Designer.People.Import;

/// <summary>What columns of an imported file can hold, as people call it.</summary>
internal static class ImportFields
{
    /// <summary>The field that says whom a row is about.</summary>
    public const string Key = "employeeNumber";

    /// <summary>The product's fields, by the API's names.</summary>
    public static IReadOnlyList<(string Name, string Label)> Product { get; } =
    [
        (Key, "工号"), ("name", "姓名"), ("userName", "账号"), ("email", "邮箱"), ("phone", "手机"), ("weComUserId", "企业微信账号"), ("dingTalkUnionId", "钉钉账号"), ("branch", "分支机构"), ("department", "部门"),
        ("position", "岗位"), ("manager", "直属主管工号"), ("dottedLineManager", "虚线主管工号"), ("hrBp", "HRBP 工号"), ("from", "入职日期"), ("until", "最后一天"),
    ];

    /// <summary>The API's name of a field of the company's own.</summary>
    public static string Own(string key) => $"custom.{key}";
}

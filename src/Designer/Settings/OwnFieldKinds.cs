using HrBpm.Designer.Api;

namespace HrBpm.Designer.Settings;

/// <summary>What a company's own fields hold and belong to, and what that is called. Chinese texts are to be said in the reader's language.</summary>
internal static class OwnFieldKinds
{
    /// <summary>What has own fields.</summary>
    public static IReadOnlyList<(FieldEntity Entity, string Name)> Entities { get; } =
        [(FieldEntity.Person, "员工资料"), (FieldEntity.Employment, "任职"), (FieldEntity.Department, "部门"), (FieldEntity.Branch, "分支机构"), (FieldEntity.Position, "职位资料"), (FieldEntity.Asset, "资产"), (FieldEntity.OffboardingCase, "离职单")];

    /// <summary>By whom a field is seen or changed.</summary>
    public static IReadOnlyList<(FieldKind Kind, string Name)> Sight { get; } =
        [(FieldKind.Person, "能看这条记录的人"), (FieldKind.Contact, "能看私人联系方式的人"), (FieldKind.IdentityNumber, "能看证件号码的人"), (FieldKind.Pay, "能看薪酬的人"), (FieldKind.Performance, "能看绩效的人")];

    /// <summary>Types of files that a field may be limited to.</summary>
    public static IReadOnlyList<(string Name, string[] Types)> Files { get; } =
    [
        ("PDF", ["application/pdf"]), ("图片", ["image/png", "image/jpeg", "image/gif", "image/webp"]), ("文档", ["application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"]),
        ("电子表格", ["application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]),
    ];

    /// <summary>The kinds that can be added in the form builder, with their icons.</summary>
    public static IReadOnlyList<(string Type, string Icon)> Builder { get; } =
        [("text", "edit"), ("number", "keyboard"), ("money", "box"), ("date", "calendar"), ("choice", "check"), ("person", "person"), ("attachment", "attach"), ("lines", "board")];

    /// <summary>The kind that a form's type of field stands for.</summary>
    public static CustomFieldKind Of(string type) => type switch
    {
        "number" => CustomFieldKind.Number, "money" => CustomFieldKind.Money, "date" => CustomFieldKind.Date, "choice" or "choices" => CustomFieldKind.Choice, "person" => CustomFieldKind.Person,
        "attachment" => CustomFieldKind.Attachment, "lines" => CustomFieldKind.Table, _ => CustomFieldKind.Text,
    };

    /// <summary>The type of a form's field that shows a kind.</summary>
    public static string TypeOf(CustomFieldKind kind, bool isMultiple = false) => kind switch
    {
        CustomFieldKind.Number => "number", CustomFieldKind.Money => "money", CustomFieldKind.Date => "date", CustomFieldKind.Choice => isMultiple ? "choices" : "choice", CustomFieldKind.Person => "person",
        CustomFieldKind.Attachment => "attachment", CustomFieldKind.Table => "lines", _ => "text",
    };
}

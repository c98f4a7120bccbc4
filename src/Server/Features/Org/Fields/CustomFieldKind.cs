namespace HrBpm.Server.Features.Org.Fields;

/// <summary>What has fields of a company's own.</summary>
internal enum FieldEntity
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>What a person does in the company, from one day to another.</summary>
    Employment,

    /// <summary>A department.</summary>
    Department,

    /// <summary>A branch.</summary>
    Branch,

    /// <summary>A thing that the company owns.</summary>
    Asset,

    /// <summary>An offboarding case.</summary>
    OffboardingCase,

    /// <summary>A position.</summary>
    Position,
}

/// <summary>What a field of a company's own holds.</summary>
internal enum CustomFieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An amount: <c>{"amountMinor": 123456, "currency": "CNY"}</c>, in minor units.</summary>
    Money,

    /// <summary>A day: <c>2026-03-31</c>.</summary>
    Date,

    /// <summary>One of the options, or several of them as a list.</summary>
    Choice,

    /// <summary>Id of a person of the company.</summary>
    Person,

    /// <summary>Id of a file that was uploaded for this field.</summary>
    Attachment,

    /// <summary>Rows, each an object with the columns as members.</summary>
    Table,
}

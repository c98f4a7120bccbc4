using System.Collections.Frozen;

namespace HrBpm.Server.Platform.PersonalData;

/// <summary>Kinds of data about people, by what they are kept for.</summary>
internal enum DataKind
{
    /// <summary>Account, password, passkeys and sessions.</summary>
    SignIn,

    /// <summary>Private phone number and accounts of messengers.</summary>
    Contact,

    /// <summary>Identity number and bank account.</summary>
    Numbers,

    /// <summary>Labour contracts.</summary>
    Contracts,

    /// <summary>Final pay.</summary>
    Pay,

    /// <summary>Offboarding cases, certificates and handover lists.</summary>
    Leaving,

    /// <summary>What was filled in, written and attached in flows about the person, and their history.</summary>
    Flows,

    /// <summary>The person's signatures and what they signed.</summary>
    Signatures,

    /// <summary>Personal particulars of the audit trail. The trail itself stays.</summary>
    AuditParticulars,

    /// <summary>Name, employee number, user name and address at work.</summary>
    Identity,
}

/// <summary>Why a kind of data is kept, and how long.</summary>
/// <param name="Purpose">What it is for (zh-CN).</param>
/// <param name="Basis">The rule that allows or demands it (zh-CN).</param>
/// <param name="LeastMonths">Months after the end of the last employment for which it has to be kept; no company may set less.</param>
/// <param name="Months">Months for which it is kept where a company says nothing.</param>
/// <param name="IsEvidence">Whether removing it takes two people. What is no evidence is removed by itself when its time is over.</param>
internal sealed record DataRule(string Purpose, string Basis, int LeastMonths, int Months, bool IsEvidence);

/// <summary>The table of kinds of data.</summary>
/// <remarks>劳动合同法 art. 50 (contracts: two years after their end); 工资支付暂行规定 art. 6 (pay: two years); 劳动争议调解仲裁法 art. 27 (a year to claim); 网络安全法 art. 21 (logs: six months);
/// 个人信息保护法 art. 13, 19 and 47. Local rules and those for accounts may ask for more: then a company sets more.</remarks>
internal static class DataRules
{
    /// <summary>The longest that a company may set, in months.</summary>
    public const int MostMonths = 600;

    private const string Necessary = "个人信息保护法 第十三条第一款第二项（人力资源管理所必需）";

    private static readonly FrozenDictionary<DataKind, DataRule> Table = new Dictionary<DataKind, DataRule>
    {
        [DataKind.SignIn] = new("登录系统", Necessary, 0, 0, IsEvidence: false),
        [DataKind.Contact] = new("在职与离职办理期间的联系", Necessary, 0, 3, IsEvidence: false),
        [DataKind.Numbers] = new("发薪、个税与社会保险", Necessary + "；工资支付暂行规定 第六条", 24, 24, IsEvidence: false),
        [DataKind.Contracts] = new("劳动合同存查", "劳动合同法 第五十条第三款（至少保存二年备查）", 24, 24, IsEvidence: true),
        [DataKind.Pay] = new("工资支付记录", "工资支付暂行规定 第六条（保存二年以上备查）", 24, 24, IsEvidence: true),
        [DataKind.Leaving] = new("离职手续与离职证明存查", "劳动合同法 第五十条", 24, 24, IsEvidence: true),
        [DataKind.Flows] = new("审批与办理的证据", "劳动争议调解仲裁法 第二十七条（仲裁时效一年）", 12, 24, IsEvidence: true),
        [DataKind.Signatures] = new("签署文件的证据", "劳动合同法 第五十条；电子签名法 第五条、第六条", 24, 24, IsEvidence: true),
        [DataKind.AuditParticulars] = new("操作记录中的个人信息", "网络安全法 第二十一条（日志不少于六个月）", 6, 24, IsEvidence: true),
        [DataKind.Identity] = new("识别其余留存记录所属的人", Necessary, 24, 24, IsEvidence: true),
    }.ToFrozenDictionary();

    /// <summary>The rule of a kind.</summary>
    public static DataRule Of(DataKind kind) => Table[kind];
}

/// <summary>What one feature holds of one kind about a person, and how it goes. Each feature with tables about people registers one per kind.</summary>
internal interface IErasableData
{
    /// <summary>Of which kind.</summary>
    DataKind Kind { get; }

    /// <summary>How many rows there are about the person.</summary>
    Task<int> CountAsync(Guid personId, CancellationToken ct);

    /// <summary>Removes them in the transaction of the scope, or what is personal in them where others need the row.</summary>
    /// <returns>How many rows were removed or emptied.</returns>
    Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct);
}

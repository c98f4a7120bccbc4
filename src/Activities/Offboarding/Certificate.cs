using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Org;

namespace HrBpm.Activities.Offboarding;

/// <summary>What a certificate states about an employment (劳动合同法实施条例 art. 24).</summary>
/// <param name="CompanyName">The employer.</param>
/// <param name="Position">Last position.</param>
/// <param name="HiredOn">First day.</param>
/// <param name="ContractFrom">First day of the current contract.</param>
/// <param name="ContractTo">Last day of its term; null for a contract without term.</param>
public sealed record EmploymentFacts(string CompanyName, string Position, DateOnly HiredOn, DateOnly ContractFrom, DateOnly? ContractTo);

/// <summary>Where contracts and hire dates are known.</summary>
public interface IEmploymentFacts
{
    /// <summary>The person's employment, or null when none is known.</summary>
    Task<EmploymentFacts?> FindAsync(Guid personId, CancellationToken ct);
}

/// <summary>离职证明: a certificate that was issued.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Text">Its text.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the text in UTF-8.</param>
/// <param name="DatedOn">Day on which the employment ended.</param>
/// <param name="IssuedAtUtc">When it was issued.</param>
public sealed record Certificate(Guid CaseId, string Text, string Sha256, DateOnly DatedOn, DateTime IssuedAtUtc)
{
    /// <summary>Writes the certificate: contract term, end, position and years of service, and nothing else. A reason or a judgement has no place on it.</summary>
    public static Certificate Of(OffboardingCase facts, Person leaver, EmploymentFacts employment, DateTime nowUtc)
    {
        var text = Write(facts, leaver, employment);
        return new(facts.Id, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), facts.Request.LegalEnd, nowUtc);
    }

    private static string Write(OffboardingCase facts, Person leaver, EmploymentFacts employment)
    {
        var verb = facts.Request.Kind is OffboardingKind.ContractEnd or OffboardingKind.Retirement ? "终止" : "解除";
        var term = employment.ContractTo is { } to ? $"{Day(employment.ContractFrom)}至{Day(to)}" : $"{Day(employment.ContractFrom)}起，无固定期限";
        return string.Join('\n',
            $"{verb}劳动合同证明（离职证明）",
            "",
            $"兹证明{leaver.Name}（工号{leaver.EmployeeNumber}）曾在{employment.CompanyName}工作，情况如下：",
            $"一、劳动合同期限：{term}。",
            $"二、劳动合同{verb}日期：{Day(facts.Request.LegalEnd)}。",
            $"三、工作岗位：{employment.Position}。",
            $"四、在本单位工作年限：{ServiceYears(employment.HiredOn, facts.Request.LegalEnd)}（自{Day(employment.HiredOn)}起）。",
            "特此证明。",
            "",
            employment.CompanyName,
            Day(facts.Request.LegalEnd),
            "");
    }

    /// <summary>Full years and months from the first to the last day, both counted.</summary>
    internal static string ServiceYears(DateOnly first, DateOnly last)
    {
        var after = last.AddDays(1);
        var months = ((after.Year - first.Year) * 12) + after.Month - first.Month - (after.Day < first.Day ? 1 : 0);
        months = Math.Max(0, months);
        return string.Create(CultureInfo.InvariantCulture, $"{months / 12}年{months % 12}个月");
    }

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}

/// <summary>The certificates of the company.</summary>
public interface ICertificates
{
    /// <summary>The case's certificate, or null while none was issued.</summary>
    Task<Certificate?> FindAsync(Guid caseId, CancellationToken ct);

    /// <summary>Keeps the certificate.</summary>
    Task AddAsync(Certificate certificate, CancellationToken ct);
}

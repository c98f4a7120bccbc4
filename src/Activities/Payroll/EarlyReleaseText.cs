using System.Globalization;
using HrBpm.Activities.Signatures;

namespace HrBpm.Activities.Payroll;

/// <summary>What somebody signs who lets pay go early. A signature under anything else does not count, whatever a flow makes of it.</summary>
public static class EarlyReleaseText
{
    /// <summary>The sentence that is agreed to, as in <c>workflows-definitions/payroll/early-release.json</c>.</summary>
    public const string Intent = "本人同意在全部节点完成之前发放上述薪资项目。";

    /// <summary>The amount in yuan with two digits, as the signed text has it.</summary>
    public static string YuanOf(PayItem item) => (item.AmountMinor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>True when the signature is under the release of all these items of this statement.</summary>
    public static bool IsSignedBy(FlowSignature signature, PayStatement statement, IEnumerable<PayItem> items)
    {
        var lines = signature.Document.Split('\n').CountBy(line => line.Trim()).ToDictionary();
        return signature.Intent == Intent && lines.ContainsKey($"离职单号：{statement.CaseNumber}")
            && items.CountBy(item => $"{item.Kind.InChinese()} {YuanOf(item)} {item.Currency}").All(line => lines.GetValueOrDefault(line.Key) >= line.Value);
    }
}

using System.Globalization;
using System.Text;

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>What a newcomer reads on the console: where to look, and whom to sign in as.</summary>
internal static class DemoBanner
{
    // Those who take part in an offboarding, in the order in which they do.
    private static readonly string[] Cast =
        ["zhang.wei", "li.na", "wang.qiang", "chen.chen", "liu.yang", "zhao.min", "sun.lei", "zhou.ting", "wu.jing", "zheng.kai", "feng.xue", "xu.nuo", "oliver.smith", "charlotte.davies", "zou.wen"];

    /// <summary>The banner's text.</summary>
    /// <param name="address">Where the server listens.</param>
    public static string Text(string address)
    {
        var rows = Cast.Select(Find).Select(p => new[] { p.UserName, p.Name, p.Position, p.Role ?? "Employee", p.Branch }).ToList();
        var total = DemoGroup.Companies.Sum(c => c.People.Count);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"HrBpm 演示: {DemoGroup.Name}, {total} 人. API {address}/scalar · 状态 {address}/healthz");
        text.AppendLine(CultureInfo.InvariantCulture, $"登录: POST {address}/api/sign-in, 所有人的密码: {DemoGroup.Password}");
        text.AppendLine();
        foreach (var line in Table([["用户名", "姓名", "职位", "角色", "分支机构"], .. rows])) text.AppendLine("  " + line);
        return text.ToString();
    }

    private static DemoPerson Find(string userName) => DemoGroup.Companies.SelectMany(c => c.People).Single(p => p.UserName == userName);

    private static IEnumerable<string> Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => WidthOf(row[column]))).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - WidthOf(cell)))).TrimEnd());
    }

    // A Chinese character takes two columns of a terminal.
    private static int WidthOf(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}

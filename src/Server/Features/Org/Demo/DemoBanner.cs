using System.Globalization;
using System.Text;

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>What a newcomer reads on the console: where to look, and whom to sign in as.</summary>
internal static class DemoBanner
{
    /// <summary>The banner's text.</summary>
    /// <param name="address">Where the server listens.</param>
    public static string Text(string address)
    {
        var rows = DemoCast.All.Select(one => new[] { one.Person.UserName, one.Person.Name, one.Person.Position, one.Does }).ToList();
        var total = DemoGroup.Companies.Sum(c => c.People.Count);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"HrBpm 演示: {DemoGroup.Name}, {total} 人. 打开 {address} , 点一个人就登录. API {address}/scalar · 状态 {address}/healthz");
        text.AppendLine(CultureInfo.InvariantCulture, $"所有人的密码: {DemoGroup.Password} (签署时要输入). 手机: {address}/t");
        text.AppendLine();
        foreach (var line in Table([["用户名", "姓名", "职位", "做什么"], .. rows])) text.AppendLine("  " + line);
        return text.ToString();
    }

    private static IEnumerable<string> Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => WidthOf(row[column]))).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - WidthOf(cell)))).TrimEnd());
    }

    // A Chinese character takes two columns of a terminal.
    private static int WidthOf(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}

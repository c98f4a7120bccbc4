using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>The people of the demo on the sign-in page: whoever tries HrBpm out picks one, and is that person. Only where the demo was seeded.</summary>
internal sealed class DemoEntrance(DemoOptions demo, AppDbContext db)
{
    /// <summary>Name of the button's field.</summary>
    public const string Field = "as";

    /// <summary>The list; null on a server without the demo.</summary>
    public async Task<string?> DrawAsync(HttpContext http, string back, CancellationToken ct)
    {
        if (!await IsThereAsync(ct)) return null;
        var isChinese = PlainPage.Text(http, "zh", "en") == "zh";
        var people = string.Concat(DemoCast.All.Select(one => $"""
            <li><button name="{Field}" value="{one.Person.UserName}"><b>{HtmlEncode(one.Person.Name)}</b><small>{one.Person.UserName}</small><span>{HtmlEncode(isChinese ? one.Does : one.DoesInEnglish)}</span></button></li>
            """));
        return $"""
            <section class="demo" aria-labelledby="demo-title"><h2 id="demo-title">{(isChinese ? "演示：点一个人就登录" : "Demo: pick a person to sign in")}</h2>
            <p>{(isChinese ? "所有人的密码都是" : "Everybody's password is")} <code>{DemoGroup.Password}</code>{(isChinese ? "，签署时要再输入一次。其他同事的用户名是姓名拼音，如 he.jing。" : "; signing asks for it once more. Other colleagues' user names are their names, such as he.jing.")}</p>
            <form method="post" action="/sign-in"><input type="hidden" name="return" value="{HtmlEncode(back)}"><ul>{people}</ul></form></section>
            """;
    }

    /// <summary>Whom somebody picked, with the password; null for nobody, or where there is no demo.</summary>
    public async Task<(string UserName, string Password)?> PickedAsync(IFormCollection form, CancellationToken ct) =>
        DemoCast.Find(form[Field].ToString()) is { } one && await IsThereAsync(ct) ? (one.Person.UserName, DemoGroup.Password) : null;

    private async Task<bool> IsThereAsync(CancellationToken ct)
    {
        var group = DemoIds.Of("company:" + DemoGroup.Name);
        return demo.Seed && await db.Companies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(c => c.Id == group, ct);
    }
}

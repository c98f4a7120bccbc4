using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Enterprise;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary><c>/sign-in</c>: the page on which people sign in, also on the way to another program.</summary>
internal static class SignInPage
{
    private const int LongestCompany = 320;

    /// <summary>The empty form; <c>company</c> says whose ways to sign in it shows besides.</summary>
    public static async Task<IResult> ShowAsync(HttpContext http, OfferedSignIns offered, DemoEntrance demo, CancellationToken ct)
    {
        var back = http.Request.Query["return"].ToString() is { Length: > 0 } given ? given : ReturnPath.Default;
        if (!ReturnPath.IsOurs(back)) return SignInPages.Incomplete(http);
        var company = CompanyOf(http.Request.Query["company"].ToString());
        return SignInForms.Entrance(http, back, company, await OffersAsync(http, company, offered, ct), demo: await demo.DrawAsync(http, back, ct));
    }

    /// <summary>A form with what somebody typed: name and password, or that of a later step.</summary>
    public static async Task<IResult> HandleAsync(HttpContext http, AppDbContext db, PasswordCheck passwords, SignInSteps steps, OfferedSignIns offered, DemoEntrance demo, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var back = form["return"].ToString();
        if (!ReturnPath.IsOurs(back)) return SignInPages.Incomplete(http);
        if (form["step"].ToString() is { Length: > 0 } step) return await steps.RunAsync(http, step, back, form, finish, ct);
        var (userName, password) = await demo.PickedAsync(form, ct) ?? (form["userName"].ToString(), form["password"].ToString());
        var name = Account.Normalise(userName);
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        if (await passwords.RunAsync(account, password, ct) is null) return await SignInPages.GoOnAsync(http, account!, SignInWay.Password, back, finish, ct);
        var company = CompanyOf(form["company"].ToString());
        var wrong = PlainPage.Text(http, "用户名或密码不正确，或账号已锁定。", "User name and password do not match, or the account is locked.");
        return SignInForms.Entrance(http, back, company, await OffersAsync(http, company, offered, ct), wrong, userName, await demo.DrawAsync(http, back, ct));
    }

    private static string? CompanyOf(string typed) => typed is { Length: > 0 and <= LongestCompany } ? typed : null;

    private static async Task<SignInForms.Offers> OffersAsync(HttpContext http, string? company, OfferedSignIns offered, CancellationToken ct) =>
        new(company is null ? [] : await offered.OfAsync(company, ct), offered.ToAll(http));
}

/// <summary>Ends the session of this browser, and shows the sign-in again.</summary>
internal static class SignOutPage
{
    public static async Task<IResult> HandleAsync(HttpContext http, CurrentUser user, WriteAttempts writes, SignInOptions options, CancellationToken ct)
    {
        if (user.IsKnown && Session.IdOf(http.User) is { } session) await EndSession.RunAsync(session, user, writes, options, ct);
        await http.SignOutAsync(Session.Scheme);
        return Results.Redirect("/sign-in");
    }
}

using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>The steps after the first, as forms: a code, an authenticator app to enrol, a new password. The same checks as behind the API.</summary>
internal sealed class SignInSteps(AppDbContext db, SignInChallenges challenges, CodeCheck codes, EnrolSecondFactor enrol, SetPassword set)
{
    public async Task<IResult> RunAsync(HttpContext http, string step, string back, IFormCollection form, FinishSignIn finish, CancellationToken ct)
    {
        if (!Enum.TryParse<SignInStep.Kind>(step, ignoreCase: true, out var kind)) return SignInPages.Incomplete(http);
        var challenge = form["challenge"].ToString();
        if (await challenges.ReadAsync(challenge, kind, db, ct) is not { } begun) return SignInPages.TooLate(http);
        return kind switch
        {
            SignInStep.Kind.Code => await CodeAsync(http, back, challenge, begun, form["code"].ToString(), finish, ct),
            SignInStep.Kind.Enrol => await EnrolAsync(http, back, challenge, begun, form["code"].ToString(), finish, ct),
            _ => await NewPasswordAsync(http, back, challenge, begun, form["newPassword"].ToString(), finish, ct),
        };
    }

    /// <summary>The form of the step that enrols an authenticator app, with a new secret.</summary>
    public static async Task<IResult> OfferAsync(HttpContext http, string back, string challenge, CancellationToken ct)
    {
        var services = http.RequestServices;
        if (await services.GetRequiredService<SignInChallenges>().ReadAsync(challenge, SignInStep.Kind.Enrol, services.GetRequiredService<AppDbContext>(), ct) is not { } begun) return SignInPages.TooLate(http);
        var (offer, refusal) = await services.GetRequiredService<EnrolSecondFactor>().OfferAsync(begun.Account, ct);
        return refusal is null ? SignInForms.Enrol(http, back, challenge, offer, null) : SignInPages.TooLate(http);
    }

    private async Task<IResult> CodeAsync(HttpContext http, string back, string challenge, (Account Account, SignInWay Way) begun, string code, FinishSignIn finish, CancellationToken ct)
    {
        var (way, refusal) = await codes.RunAsync(begun.Account, code, ct);
        return refusal is null
            ? await SignInPages.GoOnAsync(http, begun.Account, begun.Way.And(way), back, finish, ct)
            : SignInForms.Code(http, back, challenge, PlainPage.Text(http, "验证码不正确，或已锁定。", "The code is not right, or the account is locked."));
    }

    private async Task<IResult> EnrolAsync(HttpContext http, string back, string challenge, (Account Account, SignInWay Way) begun, string code, FinishSignIn finish, CancellationToken ct)
    {
        var (recovery, refusal) = await enrol.ConfirmAsync(begun.Account, code, ct);
        // The app has the secret already: showing another one would make it useless.
        if (refusal is not null) return SignInForms.Enrol(http, back, challenge, null, PlainPage.Text(http, "这不是身份验证器现在显示的验证码。请查看手机的时间是否准确。", "This is not the code that the app shows now. Is the phone's clock right?"));
        var (_, step) = await finish.RunAsync(begun.Account, begun.Way.And(SignInWay.PasswordAndCode), http, ct);
        return SignInForms.RecoveryCodes(http, back, recovery!, step);
    }

    private async Task<IResult> NewPasswordAsync(HttpContext http, string back, string challenge, (Account Account, SignInWay Way) begun, string password, FinishSignIn finish, CancellationToken ct)
    {
        if (password.Length == 0) return SignInForms.NewPassword(http, back, challenge, null);
        if (await set.RunAsync(begun.Account.Id, password, keep: null, ct) is { } refusal) return SignInForms.NewPassword(http, back, challenge, Why(http, refusal));
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.Id == begun.Account.Id, ct);
        return await SignInPages.GoOnAsync(http, account, begun.Way, back, finish, ct);
    }

    private static string Why(HttpContext http, Refusal refusal) => PlainPage.Text(http, refusal.Code switch
    {
        "password.short.invalid" => "密码太短。",
        "password.long.invalid" => "密码太长。",
        "password.guessable.invalid" => "密码太容易猜：它含有您的姓名、连续按键或重复字符。",
        "password.used-before.invalid" => "这个密码您以前用过。",
        "password.breached.invalid" => "这个密码在已泄露的密码名单中。",
        _ => "不能使用这个密码。",
    }, refusal.Message);
}

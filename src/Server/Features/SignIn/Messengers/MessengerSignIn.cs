using HrBpm.Activities.Connectors;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Messengers;

/// <summary>A sign-in by a messenger, from the button to the session. It is one factor: whoever has an authenticator app is asked for its code.</summary>
internal sealed partial class MessengerSignIn(IEnumerable<IMessenger> messengers, BrowserStates states, WriteAttempts writes, SignInOptions options, TimeProvider clock, ILogger<MessengerSignIn> log)
{
    /// <summary><c>/sign-in/{messenger}</c>: sends the browser there.</summary>
    public static IResult Begin(string messenger, HttpContext http, MessengerSignIn signIn)
    {
        var back = http.Request.Query["return"].ToString() is { Length: > 0 } given ? given : ReturnPath.Default;
        if (!ReturnPath.IsOurs(back) || signIn.Find(messenger) is not { } found) return SignInPages.Incomplete(http);
        return Results.Redirect(found.AddressFor(http.Request, signIn.RedirectUri(http, found), signIn.Begin(http, found, back)));
    }

    /// <summary><c>/sign-in/{messenger}/callback</c>: the browser comes back with a code, or without one.</summary>
    public static Task<IResult> FinishAsync(string messenger, HttpContext http, MessengerSignIn signIn, FinishSignIn finish, CancellationToken ct) => signIn.FinishAsync(messenger, http, finish, ct);

    private string Begin(HttpContext http, IMessenger messenger, string back) => states.Begin(http, messenger.Key, back).State;

    private async Task<IResult> FinishAsync(string key, HttpContext http, FinishSignIn finish, CancellationToken ct)
    {
        if (Find(key) is not { } messenger) return SignInPages.Incomplete(http);
        if (states.End(http, messenger.Key, http.Request.Query["state"].ToString()) is not { } begun) return SignInPages.TooLate(http);
        if (http.Request.Query[messenger.CodeParameter].ToString() is not { Length: > 0 } code) return SignInPages.Elsewhere(http, begun.Return);
        try
        {
            return await messenger.WhoAsync(code, ct) is { } id && await AccountOfAsync(messenger, id, ct) is { } account
                ? await SignInPages.GoOnAsync(http, account, SignInWay.Provider, begun.Return, finish, ct)
                : SignInPages.Elsewhere(http, begun.Return);
        }
        catch (ConnectorException e)
        {
            LogFailed(messenger.Key, e.Code, e.Message);
            return SignInPages.Elsewhere(http, begun.Return, e.IsTransient ? StatusCodes.Status502BadGateway : StatusCodes.Status401Unauthorized);
        }
    }

    private Task<Account?> AccountOfAsync(IMessenger messenger, string id, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var people = messenger.Having(db.People, id);
        var found = await db.Users.AsNoTracking().Where(a => people.Any(p => p.Id == a.PersonId)).OrderBy(a => a.Id).Take(2).ToListAsync(token);
        // Two people with one id, perhaps of two companies: nobody can say who it is.
        if (found.Count != 1) LogNobody(messenger.Key, found.Count);
        else if (found[0].WhyNotUsable(clock.GetUtcNow()) is { } because) scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(found[0], SignInFacts.Nobody, "sign-in.refused", new { Because = because, Messenger = messenger.Key }));
        else return found[0];
        return null;
    }, ct);

    private IMessenger? Find(string key) => messengers.FirstOrDefault(m => m.Key == key && m.IsOffered);

    private string RedirectUri(HttpContext http, IMessenger messenger) => $"{options.AddressOf(http.Request)}/sign-in/{messenger.Key}/callback";

    [LoggerMessage(1, LogLevel.Warning, "{Messenger} did not say who signs in ({Code}): {Why}")]
    private partial void LogFailed(string messenger, string code, string why);

    [LoggerMessage(2, LogLevel.Information, "{Messenger} vouched for somebody whose id {Count} people with an account have, so nobody was signed in.")]
    private partial void LogNobody(string messenger, int count);
}

/// <summary>People sign in by WeCom and DingTalk.</summary>
internal static class MessengerSetup
{
    public static void AddMessengers(this IServiceCollection services)
    {
        services.AddScoped<IMessenger, WeComMessenger>();
        services.AddScoped<IMessenger, DingTalkMessenger>();
        services.AddScoped<MessengerSignIn>();
    }

    public static void MapMessengers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/{messenger:regex(^(wecom|dingtalk)$)}", MessengerSignIn.Begin).Anonymous("Whoever signs in has no session yet.");
        pages.MapGet("/{messenger:regex(^(wecom|dingtalk)$)}/callback", MessengerSignIn.FinishAsync).CountsFailures().Anonymous("The browser comes back from the messenger; state and code say who it is.");
    }
}

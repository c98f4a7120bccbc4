using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Mail;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>There may be links to send by mail.</summary>
internal sealed class LetterSignal : Signal;

/// <summary>Sends links by which people choose a password. The token is made when its mail is sent, so that it lies nowhere in between; where that fails, the next try makes another one.</summary>
internal sealed partial class SendInvitations(IServiceScopeFactory scopes, PageAddress address, WriteAttempts writes, LetterSignal signal, TimeProvider clock, ILogger<SendInvitations> log) : SignalledWorker(signal, log)
{
    // Longer than a talk with the relay may take, and not so long that somebody would ask again.
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(2);

    /// <param name="Account">Whose account.</param>
    /// <param name="NextTryUtc">Stands in the row until the mail was sent.</param>
    private sealed record Taken(Guid Account, DateTime NextTryUtc, InvitationLink Link, Standing Person);

    /// <inheritdoc />
    protected override async Task<int> WorkAsync(CancellationToken ct)
    {
        var sent = 0;
        for (; await writes.RunAsync(TakeAsync, ct) is { } taken; sent++) await SendAsync(taken, ct);
        return sent;
    }

    // Of two processes that take the same row at once, one meets another version of it and looks for the next.
    private async Task<Taken?> TakeAsync(IServiceProvider scope, CancellationToken ct)
    {
        var (db, nowUtc) = (scope.GetRequiredService<AppDbContext>(), clock.GetUtcNow().UtcDateTime);
        if (!scope.GetRequiredService<Letters>().CanBeSent) return null;
        var account = await db.Users.Where(a => a.LetterDueUtc <= nowUtc && a.DisabledUtc == null).OrderBy(a => a.LetterDueUtc).FirstOrDefaultAsync(ct);
        if (account is null) return null;
        var standing = (await Standing.OfAsync(db, [account.PersonId], nowUtc, ct)).GetValueOrDefault(account.PersonId);
        account.LetterDueUtc = standing is null ? null : UtcDateTimeConverter.ToStored(nowUtc + NextTry);
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        return standing is null ? null : new(account.Id, account.LetterDueUtc!.Value, scope.GetRequiredService<Invitations>().LinkFor(account), standing);
    }

    private async Task SendAsync(Taken taken, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (subject, text) = InvitationText.Of(taken.Person, new Uri(address.Server, taken.Link.Path), taken.Link.ExpiresUtc);
        try
        {
            await scope.ServiceProvider.GetRequiredService<Letters>().SendAsync(taken.Person.Person.Email, subject, text, $"invitation {taken.Link.Path}", ct);
            await DoneAsync(taken, ct);
        }
        catch (ConnectorException e)
        {
            LogFailed(taken.Person.Person.Id, e.Code, e.Message);
            // What will never be taken is not tried again; an administrator sees the account as invited and can ask anew.
            if (!e.IsTransient) await DoneAsync(taken, ct);
        }
    }

    private Task<int> DoneAsync(Taken taken, CancellationToken ct) => writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().Users
        .Where(a => a.Id == taken.Account && a.LetterDueUtc == taken.NextTryUtc).ExecuteUpdateAsync(set => set.SetProperty(a => a.LetterDueUtc, (DateTime?)null), token), ct);

    [LoggerMessage(LogLevel.Warning, "The mail with a sign-in link for person {Person} was not taken ({Code}): {Why}")]
    private partial void LogFailed(Guid person, string code, string why);
}

/// <summary>What stands in the mail.</summary>
internal static class InvitationText
{
    /// <summary>Subject and text in the language of the person, with the end in the time of their branch.</summary>
    public static (string Subject, string Text) Of(Standing person, Uri link, DateTime expiresUtc)
    {
        var until = TimeZoneInfo.ConvertTimeFromUtc(expiresUtc, TimeZoneInfo.FindSystemTimeZoneById(person.Branch.TimeZoneId));
        return person.Locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            ? ("设置您的 HrBpm 登录密码", $"{person.Person.Name}，您好：\n\n您的用户名是 {person.Person.UserName}。请打开下面的链接设置密码，链接只能用一次，{until:yyyy-MM-dd HH:mm} 前有效：\n\n{link}\n\n请不要转发这封邮件。如果您没有账号需要设置，请告诉管理员。\n")
            : ("Choose your password for HrBpm", $"Dear {person.Person.Name},\n\nYour user name is {person.Person.UserName}. Open this link to choose a password. It is good once, until {until:yyyy-MM-dd HH:mm}:\n\n{link}\n\nDo not pass this mail on. If you expected none, tell your administrator.\n");
    }
}

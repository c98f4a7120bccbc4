using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Renews keys while the server runs, and has OpenIddict read them anew when they have changed: because this process made some, because another did, or because a certificate's file was replaced.</summary>
internal sealed partial class OAuthKeyWatch(IServiceScopeFactory scopes, OAuthOptions options, OAuthKeyChanges changes, ILogger<OAuthKeyWatch> log) : BackgroundService
{
    private readonly SemaphoreSlim one = new(1);
    private string? seen;

    /// <summary>Looks once. One look at a time: two at once would each make a key where one is due.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            await LookAloneAsync(ct);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    private async Task LookAloneAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RotateOAuthKeys>().RunAsync(ct);
        var nowUtc = LiveSessions.NowUtc;
        var keys = OAuthKeys.InOrder(await scope.ServiceProvider.GetRequiredService<AppDbContext>().OAuthKeys.AsNoTracking().ToListAsync(ct), options, nowUtc).Select(k => k.Id);
        var state = $"{string.Join('|', keys)} {SigningCertificates.StateOf(options.SigningCertificates)}";
        if (seen is not null && seen != state)
        {
            // A certificate that cannot be read must not take the good ones away.
            SigningCertificates.Load(options.SigningCertificates, nowUtc);
            changes.Tell();
            LogRead();
        }

        seen = state;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(OAuthOptions.KeysLookedAtEvery, TimeProvider.System);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is SettingsException or DbUpdateException or System.Data.Common.DbException)
            {
                LogFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Information, "The keys that OAuth tokens are signed with have changed, and were read anew.")]
    private partial void LogRead();

    [LoggerMessage(2, LogLevel.Error, "The keys that OAuth tokens are signed with could not be looked at; those that are known stay: {Why}")]
    private partial void LogFailed(string why);
}

/// <summary>Tells OpenIddict's options that they are old. The validation copies its keys from the server, so it hears of it second.</summary>
internal sealed class OAuthKeyChanges : IOptionsChangeTokenSource<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictValidationOptions>, IDisposable
{
    private CancellationTokenSource server = new(), validation = new();

    public string? Name => Options.DefaultName;

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => new CancellationChangeToken(server.Token);

    IChangeToken IOptionsChangeTokenSource<OpenIddictValidationOptions>.GetChangeToken() => new CancellationChangeToken(validation.Token);

    public void Tell()
    {
        Interlocked.Exchange(ref server, new()).Cancel();
        Interlocked.Exchange(ref validation, new()).Cancel();
    }

    public void Dispose()
    {
        server.Dispose();
        validation.Dispose();
    }
}

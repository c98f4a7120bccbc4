using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace HrBpm.Server.Platform.Transport;

/// <summary>What lies between the server and those who call it: HTTPS, headers, rates.</summary>
internal static class TransportSetup
{
    public static void AddTransport(this WebApplicationBuilder builder)
    {
        var options = Settings.Read<TransportOptions>(builder.Configuration, "Transport");
        builder.Services.AddSingleton(options);
        builder.Services.AddRateLimits();
        builder.Services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (options.HstsMaxAge, true));
        builder.Services.AddHttpsRedirection(https => https.RedirectStatusCode = StatusCodes.Status308PermanentRedirect);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.TrustedProxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
    }

    /// <summary>First in the pipeline.</summary>
    public static void UseTransport(this WebApplication app)
    {
        app.UseSecurityHeaders();
        if (app.Services.GetRequiredService<TransportOptions>().TrustedProxies.Count > 0) app.UseForwardedHeaders();
        if (app.Environment.IsDevelopment()) return;
        app.UseHsts();
        // Without an HTTPS address or port to send people to, it lets them through: then a proxy in front has to do it.
        app.UseHttpsRedirection();
    }
}

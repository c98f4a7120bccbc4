using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HrBpm.Server.Platform.Transport;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HrBpm.Server.Platform;

/// <summary>What every feature stands on: clock, JSON, errors, limits, permissions.</summary>
internal static class PlatformSetup
{
    /// <summary>Largest request body, in bytes, unless a route allows more (an upload).</summary>
    public const long LargestBody = 1024 * 1024;

    /// <summary>How deep the JSON of a request may nest. Flows nest too, but no person reads one that is deeper.</summary>
    public const int DeepestJson = 64;

    // The same objects for all options that speak so: what the serializer has found out about a type is shared between those.
    private static readonly IJsonTypeInfoResolver Shapes = new DefaultJsonTypeInfoResolver().WithAddedModifier(NullItems.Refuse);
    private static readonly JsonStringEnumConverter EnumNames = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ShiftableClock>();
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ShiftableClock>());
        services.AddScoped<CurrentUser>();
        services.AddHttpContextAccessor();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddProblemDetails(o => o.CustomizeProblemDetails = ProblemDefaults.Complete);
        services.AddApiDocument();
        services.AddExceptionHandler<ExceptionAnswers>();
        services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = LargestBody;
        });
        services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = LargestBody);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => Speak(o.SerializerOptions));
        services.AddSingleton(Settings.Read<DemoOptions>(builder.Configuration, "Demo"));
        services.AddScoped<StoredClock>();
        services.AddSingleton<IUploadScan, FileSignatures>();
        builder.AddTransport();
        services.AddHostedService<PrepareDatabase>();
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.UseTransport();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseReadableAddresses();
        app.UseFailureCount("/connect/token", "/connect/introspect", "/connect/revoke");
        app.UseAuthentication();
        app.UseRateLimits();
        app.UseAuthorization();
        app.UseReadableBodies();
    }

    /// <summary>The API's JSON: camelCase, enums as strings, and nothing that the receiver does not know.</summary>
    public static void Speak(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = DeepestJson;
        options.TypeInfoResolver = Shapes;
        options.Converters.Add(EnumNames);
    }
}

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Encryption of single fields, and the keys for it.</summary>
internal static class SecretsSetup
{
    /// <summary>Registers it.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="keys">The folder of keys.</param>
    public static void AddSecrets(this WebApplicationBuilder builder, DirectoryInfo keys)
    {
        var options = Settings.Read<SecretsOptions>(builder.Configuration, "Secrets");
        var services = builder.Services;
        services.AddSingleton<IMasterKeys>(options.MasterKeys == MasterKeySource.File ? FileMasterKeys.Open(keys) : EnvironmentMasterKeys.Open());
        services.AddSingleton(options);
        services.AddSingleton<OpenedKeys>();
        services.AddScoped<CompanyKeys>();
        services.AddScoped<FieldSecrets>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<KeyRotation>());
    }

    public static void MapSecrets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/keys", ShowKeys.HandleAsync).Needs(Permission.KeysManage).WithSummary("The company's key for fields, and how far the last rotation has come.").WithTags("Keys");
        routes.MapPost("/keys/rotate", RotateKeys.HandleAsync).Needs(Permission.KeysManage).WithSummary("Gives the company a new key; everything is sealed anew while the server works.").WithTags("Keys");
    }
}

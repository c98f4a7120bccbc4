using HrBpm.Server.Database;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Backups and where they are kept.</summary>
internal static class BackupSetup
{
    public static void AddBackups(this WebApplicationBuilder builder)
    {
        var options = OptionsOf(builder);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton<IBackupContent>(Settings.Read<DatabaseOptions>(builder.Configuration, "Database").Provider == DatabaseProvider.Postgres ? new PostgresContent() : new SqliteContent());
        services.AddSingleton<IBackupStore, FolderStore>();
        if (options.S3 is { } s3) services.AddSingleton<IBackupStore>(_ => new S3Store(s3));
        services.AddSingleton<MakeBackup>();
        services.AddSingleton<ScheduledBackup>();
        services.AddScoped<IDangerousAct, RestoreAct>();
    }

    /// <summary>The settings, with the folder's whole path.</summary>
    public static BackupOptions OptionsOf(WebApplicationBuilder builder)
    {
        var options = Settings.Read<BackupOptions>(builder.Configuration, "Backups");
        options.Folder = options.Folder.Length > 0 ? Path.Combine(builder.Environment.ContentRootPath, options.Folder) : DataFolder.PathOf(builder, "backups");
        return options;
    }
}

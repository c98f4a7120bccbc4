using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Workflows;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>What recurs by itself. On PostgreSQL the processes of a cluster share one schedule, so that each firing happens in one of them.</summary>
internal static class Scheduling
{
    // A name of its own, because what is set for the scheduler without a name, such as its clock, is set for the whole container.
    private const string Name = "hrbpm";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    public static void AddScheduling(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(Settings.Read<JobOptions>(builder.Configuration, "Jobs"));
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobLeases>();
        services.AddSingleton<JobRecord>();
        services.AddSingleton<RunJob>();
        services.AddSingleton<JobWorker>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<DueBookmarks>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<DueBookmarks>());
        services.AddSingleton<DueStarts>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<DueStarts>());
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<DeliveryWorker>());
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<JobWorker>());
        services.AddSingleton<IComesDue, SealWhenDue>();
        services.AddSingleton<IDueWork, DueWork>();
        services.AddHostedService(provider => provider.GetRequiredService<JobWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryWorker>());
        services.AddHostedService<WakeOnShift>();
        services.AddQuartz(Name, quartz =>
        {
            // The schedule follows the machine's time: the product's clock can be moved, and then a heartbeat must neither stop nor make up for lost beats.
            quartz.UseTimeProvider(TimeProvider.System);
            AddStore(quartz, builder);
            Every<DueBookmarkJob>(quartz, Heartbeat);
            Every<DueStartJob>(quartz, Heartbeat);
            Every<JobSweep>(quartz, Heartbeat);
            Every<DeliverySweep>(quartz, Heartbeat);
            Every<ImportSweep>(quartz, TimeSpan.FromSeconds(10));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    /// <summary>Runs a job again and again, and once after a time in which nobody could run it.</summary>
    public static void Every<T>(IQuartzBuilder quartz, TimeSpan interval) where T : class, IJob => quartz.ScheduleJob<T>(trigger => trigger
        .WithIdentity(typeof(T).Name)
        .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));

    private static void AddStore(IQuartzBuilder quartz, WebApplicationBuilder builder)
    {
        if (Settings.Read<DatabaseOptions>(builder.Configuration, "Database").Provider == DatabaseProvider.Sqlite)
        {
            quartz.UseInMemoryStore();
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(builder.Configuration.GetConnectionString("Postgres")!);
            store.ProvisionSchema();
            store.UseClustering();
            store.UseSystemTextJsonSerializer();
        });
    }
}

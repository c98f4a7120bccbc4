using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Privacy;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Features.Workflows.ElsaApi.Alterations;
using HrBpm.Server.Platform.Backups;
using HrBpm.Server.Platform.Secrets;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>What recurs by itself, in each process; where one of a cluster is enough, <see cref="SweepTurn"/> sees to it.</summary>
internal static class Scheduling
{
    // A name of its own, because what is set for the scheduler without a name, such as its clock, is set for the whole container.
    private const string Name = "hrbpm";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    public static void AddScheduling(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(Settings.Read<JobOptions>(builder.Configuration, "Jobs"));
        services.AddScoped<SendLater>();
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobLeases>();
        services.AddSingleton<JobRecord>();
        services.AddSingleton<RunJob>();
        services.AddSingleton<JobWorker>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<SweepTurn>();
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
            // Nothing of it outlives its process. A schedule that processes share would wait for a killed one until it counts as dead, and all timers with it; see SweepTurn.
            quartz.UseInMemoryStore();
            // One after another: at the same moment, each would need a connection of its own.
            Every<DueBookmarkJob>(quartz, Heartbeat, Heartbeat);
            Every<DueStartJob>(quartz, Heartbeat, Heartbeat * 1.15);
            Every<JobSweep>(quartz, Heartbeat, Heartbeat * 1.3);
            Every<DeliverySweep>(quartz, Heartbeat, Heartbeat * 1.45);
            Every<AlterationSweep>(quartz, Heartbeat, Heartbeat * 1.6);
            Every<ResealJob>(quartz, ResealJob.Beat, ResealJob.Beat);
            Every<UnsentFilesJob>(quartz, UnsentFilesJob.Beat, UnsentFilesJob.Beat);
            Every<ForgetImportsJob>(quartz, ForgetImportsJob.Beat, ForgetImportsJob.Beat);
            Every<RetentionJob>(quartz, RetentionJob.Beat, RetentionJob.Rest);
            if (BackupSetup.OptionsOf(builder).Every is { } interval) Every<BackupJob>(quartz, ScheduledBackup.BeatOf(interval));
            Every<EmploymentSweep>(quartz, EmploymentSweep.Beat, EmploymentSweep.Beat);
            Every<ImportSweep>(quartz, TimeSpan.FromSeconds(10));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    /// <summary>Runs a job again and again.</summary>
    /// <param name="quartz">The scheduler.</param>
    /// <param name="interval">How often.</param>
    /// <param name="first">How long after the start for the first time; at once when absent.</param>
    public static void Every<T>(IQuartzBuilder quartz, TimeSpan interval, TimeSpan first = default) where T : class, IJob => quartz.ScheduleJob<T>(trigger => trigger
        .WithIdentity(typeof(T).Name)
        .StartAt(TimeProvider.System.GetUtcNow() + first)
        .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
}

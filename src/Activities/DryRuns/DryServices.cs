using HrBpm.Activities.Accounts;
using HrBpm.Activities.Assets;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.Signatures;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HrBpm.Activities.DryRuns;

/// <summary>The engine with all activities, on records that are thrown away. What runs outside is never run: no client of another system is in this container.</summary>
internal static class DryServices
{
    public static ServiceProvider Build(TimeProvider clock, InMemoryWorkflows kept, DryBook book, DryOrg org)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(kept);
        services.AddSingleton(book);
        services.AddScoped<InMemoryWorkflowStore>();
        services.AddScoped<IWorkflowStore, DryStore>();
        services.AddScoped<IDefinitionStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<IDeliveryStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<ITriggerStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<IActivationStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddSingleton<ISecretSeal, OpenSeal>();
        services.AddWorkflows(typeof(DryRun).Assembly);
        services.AddOptions();
        services.AddSingleton<IOrg>(org).AddSingleton<IAbsences>(org).AddSingleton<IWorkSchedules>(org);
        services.AddSingleton<IInbox, DryInbox>();
        services.AddSingleton<ISignInAccounts, DryAccounts>();
        services.AddSingleton<IPayStatements, DryPay>();
        services.AddScoped<IAnswerCheck, OffboardingRequestCheck>();
        services.AddSingleton<IFlowSignatures, DrySignatures>();
        services.AddSingleton<DryHr>();
        services.AddSingleton<IOffboarding>(Hr).AddSingleton<IHandover>(Hr).AddSingleton<ICertificates>(Hr).AddSingleton<IEmploymentFacts>(Hr);
        services.AddSingleton<IEmployments>(Hr).AddSingleton<IAssets>(Hr).AddSingleton<ICustomFields>(Hr).AddSingleton<IAuditTrail>(Hr);
        return services.BuildServiceProvider();
    }

    private static DryHr Hr(IServiceProvider services) => services.GetRequiredService<DryHr>();
}

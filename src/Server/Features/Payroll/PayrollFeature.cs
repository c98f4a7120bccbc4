using HrBpm.Activities.Payroll;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Payroll;

/// <summary>Final pay, bound to the steps of an offboarding.</summary>
internal static class PayrollFeature
{
    public static void AddPayroll(this IServiceCollection services)
    {
        services.AddScoped<IErasableData, ErasablePay>();
        services.AddScoped<PayAmounts>();
        services.AddScoped<IPersonalData, PersonalPay>();
        services.AddScoped<IPayStatements, Statements>();
        services.AddScoped<ISealedTable, SealedTable<PayItemRow>>();
    }

    public static void MapPayroll(this IEndpointRouteBuilder routes)
    {
        var statements = routes.MapGroup("/payroll/statements").WithTags("Payroll");
        statements.MapGet("", ListStatements.HandleAsync).Exports<ListStatements.Item>("pay-statements").Needs(Permission.PayRead).WithSummary("Statements that still hold something.");
        statements.MapGet("/{id:guid}", ShowStatement.HandleAsync).Needs(Permission.PayRead).WithSummary("One statement, each item with its gate.");
        statements.MapPost("/{id:guid}/early-release", AskEarlyRelease.HandleAsync).Needs(Permission.PayRelease).WithSummary("Asks two people to release items before the rule does.");
    }
}

using HrBpm.Activities.Org;
using HrBpm.Server.Features.Org.Companies;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Org.People;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Transport;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Org;

/// <summary>Companies, branches, departments, people and the roles that they hold.</summary>
internal static class OrgFeature
{
    public static void AddOrg(this IServiceCollection services, IConfiguration config)
    {
        services.AddScoped<IErasableData, ErasableContact>();
        services.AddScoped<IErasableData, ErasableIdentity>();
        services.AddScoped<IOrg, WhoIsWho>();
        services.AddScoped<IEmployments, Employments>();
        services.AddScoped<FindIdentity>();
        services.AddScoped<Phones>();
        services.AddScoped<IKeyWork, FollowPhoneSetting>();
        services.AddScoped<IKeyWork, ReindexPhones>();
        services.AddScoped<ISealedTable, SealedTable<PersonRecord>>();
        services.AddScoped<IPersonalData, PersonalOrgData>();
        services.AddScoped<OrgChange>();
        services.AddScoped<FoundCompany>();
        services.AddScoped<IFollowsEmployment, FollowHeadships>();
        services.AddSingleton<EndHeadships>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<EndHeadships>());
        services.AddCustomFields();
        services.AddSingleton<ImportSignal>();
        services.AddSingleton<ImportProgress>();
        services.AddSingleton<ImportChunks>();
        services.AddSingleton<RunImport>();
        services.AddSingleton<ImportWorker>();
        services.AddSingleton(Settings.Read<ImportOptions>(config, "Imports"));
        services.AddSingleton<ForgetImports>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<ImportWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<ImportWorker>());
        services.AddScoped<IDemoSeed, SeedDemoGroup>();
    }

    public static void MapOrg(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Org");
        routes.MapGet("/people", SearchPeople.HandleAsync).Needs(Permission.PeopleRead).WithSummary("Looks people up within what the caller may see.");
        routes.MapPost("/people", CreatePerson.HandleAsync).Needs(Permission.PeopleWrite).WithSummary("Adds a person with their first employment.");
        routes.MapGet("/people/{personId}", ShowPerson.HandleAsync).Needs(Permission.PeopleRead).WithSummary("One person, with present and past employments.");
        routes.MapPut("/people/{personId}", ChangePerson.HandleAsync).Needs(Permission.PeopleWrite).WithSummary("Changes what is known about a person.");
        routes.MapPost("/people/{personId}/employments", StartEmployment.HandleAsync).Needs(Permission.PeopleWrite).WithSummary("Adds an employment from a day on.");
        routes.MapPut("/people/{personId}/employments/{employmentId}", ChangeEmployment.HandleAsync).Needs(Permission.PeopleWrite).WithSummary("Puts an employment right.");
        routes.MapPost("/people/{personId}/employments/{employmentId}/end", EndEmployment.HandleAsync).Needs(Permission.PeopleWrite).WithSummary("Sets the last day of an employment.");
        routes.MapGet("/people/export", ExportPeople.HandleAsync).WithMetadata(new ExportOf(new ExportedList("people", typeof(ExportPeople.Row)))).IsExpensive().Needs(Permission.PeopleExport).WithSummary("The people whom the caller may see, as a file.");
        var imports = routes.MapGroup("/people/imports");
        imports.MapPost("", ImportPeople.UploadAsync).WithName("uploadPeople").IsExpensive().Needs(Permission.PeopleImport).WithSummary("Takes a file of people; suggests which column holds what.")
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(ImportPeople.LargestFile + 4096)).WithFormOptions(multipartBodyLengthLimit: ImportPeople.LargestFile + 4096);
        imports.MapGet("", ListImports.HandleAsync).Exports<ListImports.Item>("people-imports").WithName("listImports").Needs(Permission.PeopleImport).WithSummary("The imports of the company, newest first.");
        imports.MapGet("/{importId}", ShowImport.HandleAsync).Needs(Permission.PeopleImport).WithSummary("How far an import is.");
        imports.MapPost("/{importId}/check", ImportPeople.CheckAsync).WithName("checkImport").IsExpensive().Needs(Permission.PeopleImport).WithSummary("Checks every row without changing anything.");
        imports.MapPost("/{importId}/apply", ImportPeople.ApplyAsync).WithName("applyImport").Needs(Permission.PeopleImport).WithSummary("Writes all rows, or none.");
        imports.MapGet("/{importId}/rows", ShowImport.RowsAsync).WithName("listImportRows").Needs(Permission.PeopleImport).WithSummary("The report, row by row.");
        imports.MapGet("/{importId}/rejected", ShowImport.RejectedAsync).WithName("exportRejectedRows").IsExpensive().Needs(Permission.PeopleImport).WithSummary("The rejected rows as a file, with the reason in a column.");
        routes.MapPut("/me/locale", ChooseLocale.HandleAsync).Needs(Permission.OwnAccount).WithSummary("Chooses the language in which the caller is written to.");
        api.MapCustomFields();
        var companies = routes.MapGroup("/companies");
        companies.MapGet("", ListCompanies.HandleAsync).Exports<ListCompanies.Item>("companies").Needs(Permission.CompaniesManage).WithSummary("The companies of the caller's group.");
        companies.MapPost("", CreateCompany.HandleAsync).Needs(Permission.CompaniesManage).WithSummary("Founds a company of the group, with its first branch, administrator and HR manager.");
        companies.MapPut("/{companyId}", ChangeCompany.HandleAsync).Needs(Permission.CompaniesManage).WithSummary("Renames a company of the group.");
        routes.MapGet("/org", ReadOrg.HandleAsync).Needs(Permission.OrgRead).WithSummary("The structure of the caller's company, as it is or as it was on a day.");
        routes.MapGet("/org/branches", ReadOrg.BranchListAsync).Exports<ReadOrg.BranchView>("branches").WithName("listBranches").Needs(Permission.OrgRead).WithSummary("The branches of the company.");
        routes.MapGet("/org/departments", ReadOrg.DepartmentListAsync).Exports<ReadOrg.DepartmentView>("departments").WithName("listDepartments").Needs(Permission.OrgRead).WithSummary("The departments of the company, as they are or as they were on a day.");
        routes.MapGet("/org/positions", ReadOrg.PositionListAsync).Exports<ReadOrg.PositionView>("positions").WithName("listPositions").Needs(Permission.OrgRead).WithSummary("The positions of the company.");
        routes.MapPost("/org/departments", CreateDepartment.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Adds a department.");
        routes.MapPut("/org/departments/{departmentId}", ChangeDepartment.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Renames or moves a department.");
        routes.MapPost("/org/departments/{departmentId}/close", CloseDepartment.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Closes a department.");
        routes.MapPut("/org/departments/{departmentId}/head", NameHead.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Names who heads a department from a day on.");
        routes.MapGet("/org/departments/{departmentId}/heads", ListHeads.HandleAsync).Exports<ListHeads.HeadView>("department-heads").Needs(Permission.OrgRead).WithSummary("Who headed a department, and when.");
        routes.MapPost("/org/branches", ChangeBranch.CreateAsync).WithName("createBranch").Needs(Permission.OrgWrite).WithSummary("Adds a branch.");
        routes.MapPut("/org/branches/{branchId}", ChangeBranch.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Changes a branch.");
        routes.MapPost("/org/positions", ChangePosition.CreateAsync).WithName("createPosition").Needs(Permission.OrgWrite).WithSummary("Adds a position.");
        routes.MapPut("/org/positions/{positionId}", ChangePosition.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Renames a position.");
    }
}

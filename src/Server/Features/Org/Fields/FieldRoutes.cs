using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Fields that a company adds to its people, employments, departments, branches, positions, assets and cases.</summary>
internal static class FieldRoutes
{
    private const long LargestUpload = ValueRules.LargestFile + 4096;

    public static void AddCustomFields(this IServiceCollection services)
    {
        services.AddScoped<ReadFields>();
        services.AddScoped<WriteFields>();
        services.AddScoped<StoreValue>();
        services.AddScoped<IKeyWork, ReindexValues>();
        services.AddScoped<ICustomFields, FlowFields>();
        services.AddScoped<IPersonalData, PersonalFields>();
        foreach (var kind in ErasableFields.Kinds) services.AddScoped<IErasableData>(provider => new ErasableFields(kind, provider.GetRequiredService<AppDbContext>()));
        services.AddScoped<ISealedTable, SealedTable<CustomValue>>();
        services.AddScoped<IFurtherColumns, OwnColumns>();
    }

    public static void MapCustomFields(this IEndpointRouteBuilder api)
    {
        var fields = api.MapGroup("/custom-fields").WithTags("Custom fields");
        fields.MapGet("", ListFields.HandleAsync).Needs(Permission.OrgRead).WithSummary("The fields that the company has added, as forms and lists need them.");
        fields.MapPost("", AddField.HandleAsync).Needs(Permission.FieldsManage).WithSummary("Adds a field to people, employments, departments, branches, positions, assets or offboarding cases.");
        fields.MapPut("/{fieldId:guid}", ChangeField.HandleAsync).Needs(Permission.FieldsManage).WithSummary("Changes a field; where its values are stored differently from then on, all of them or none.");
        fields.MapPost("/{fieldId:guid}/retire", RetireField.HandleAsync).Needs(Permission.FieldsManage).WithSummary("Takes a field out of use; its values are kept.");
        fields.MapPost("/{fieldId:guid}/restore", RetireField.RestoreAsync).WithName("restoreField").Needs(Permission.FieldsManage).WithSummary("Brings a field back, with its values.");
        fields.MapPost("/{fieldId:guid}/files", UploadFile.HandleAsync).Needs(Permission.OrgRead).WithSummary("Takes a file for a field; its id becomes the value.")
            .CountsUploads().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestUpload)).WithFormOptions(multipartBodyLengthLimit: LargestUpload);
        fields.MapGet("/{fieldId:guid}/files/{fileId:guid}", ReadFile.HandleAsync).Needs(Permission.OrgRead).WithSummary("A file of a field.");
    }
}

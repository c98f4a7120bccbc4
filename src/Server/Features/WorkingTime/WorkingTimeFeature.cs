using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>When people work: calendars of companies and branches, shifts, and what is due when.</summary>
internal static class WorkingTimeFeature
{
    // Beside the file, a form body has boundaries and headers.
    private const int LargestForm = ImportCalendar.LargestFile + 4096;

    public static void AddWorkingTime(this IServiceCollection services)
    {
        services.AddScoped<Calendars>();
        services.AddScoped<IWorkSchedules>(provider => provider.GetRequiredService<Calendars>());
        services.AddScoped<IPersonalData, PersonalShifts>();
        services.AddScoped<IDemoSeed, SeedCalendars>();
    }

    public static void MapWorkingTime(this IEndpointRouteBuilder api)
    {
        var calendar = api.MapGroup("/calendar").WithTags("Working time");
        calendar.MapGet("", ShowCalendar.HandleAsync).Needs(Permission.OrgRead).WithSummary("The working calendar of the company or of a branch.");
        calendar.MapPut("", ChangeCalendar.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Replaces a working calendar; due times that were counted before stay.");
        calendar.MapPost("/import", ImportCalendar.HandleAsync).IsExpensive().Needs(Permission.OrgWrite).WithSummary("Takes special days from a file: JSON, iCalendar, CSV or Excel.")
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm)).WithFormOptions(multipartBodyLengthLimit: LargestForm);
        calendar.MapPost("/statutory", ImportCalendar.StatutoryAsync).WithName("takeStatutoryCalendar").Needs(Permission.OrgWrite).WithSummary("Takes the public holidays of a year that the product brings along.");
        calendar.MapGet("/statutory", ListStatutory.Handle).Needs(Permission.OrgRead).WithSummary("The public holidays that the product brings along, with their source.");
        calendar.MapGet("/editions", ListEditions.HandleAsync).Exports<ListEditions.Item>("calendar-editions").Needs(Permission.OrgRead).WithSummary("What a calendar said before, and who changed it.");
        calendar.MapGet("/days", ListDays.HandleAsync).Exports<ListDays.Item>("calendar-days").Needs(Permission.OrgRead).WithSummary("Day by day, when a person, a branch or the company works.");
        calendar.MapGet("/preview", PreviewDue.HandleAsync).Needs(Permission.OrgRead).WithSummary("When something would be due: 4 working hours after Friday, 17:00.");

        var shifts = api.MapGroup("/shifts").WithTags("Working time");
        shifts.MapGet("", ListShifts.HandleAsync).Exports<ListShifts.Item>("shifts").Needs(Permission.OrgRead).WithSummary("The shifts of the company.");
        shifts.MapPost("", ChangeShift.CreateAsync).WithName("createShift").Needs(Permission.OrgWrite).WithSummary("Adds a shift.");
        shifts.MapPut("/{shiftId:guid}", ChangeShift.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Changes a shift.");

        var assignments = api.MapGroup("/shift-assignments").WithTags("Working time");
        assignments.MapGet("", ListAssignments.HandleAsync).Exports<ListAssignments.Item>("shift-assignments").Needs(Permission.OrgRead).WithSummary("Who works which shift.");
        assignments.MapPost("", AssignShift.HandleAsync).Needs(Permission.OrgWrite).WithSummary("Assigns a shift to a person or a department.");
        assignments.MapPost("/{assignmentId:guid}/end", AssignShift.EndAsync).WithName("endShiftAssignment").Needs(Permission.OrgWrite).WithSummary("Sets the last day of an assignment.");
    }
}

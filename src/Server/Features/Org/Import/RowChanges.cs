using System.Globalization;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Says what a row changes about somebody whom the company knows.</summary>
internal static class RowChanges
{
    /// <summary>Notes each change with what it was and what it will be.</summary>
    public static void Note(PlannedRow row, KnownPeople known, ImportPlaces places)
    {
        var before = row.Known!;
        Note(row, "name", before.Name, row.Name);
        Note(row, "email", before.Email, row.Email);
        Note(row, "phone", before.Phone, row.Phone);
        Note(row, "weComUserId", before.WeComUserId, row.WeComUserId);
        Note(row, "dingTalkUnionId", before.DingTalkUnionId, row.DingTalkUnionId);
        if (before.Employment is not { } latest)
        {
            row.Change($"employment: starts {row.From:yyyy-MM-dd}");
            return;
        }

        string? Number(Guid? id) => id is { } who ? known.NumberOf.GetValueOrDefault(who, "new") : null;
        Note(row, "from", $"{latest.From:yyyy-MM-dd}", $"{row.From:yyyy-MM-dd}");
        Note(row, "until", latest.Until?.ToString("O", CultureInfo.InvariantCulture), row.Until?.ToString("O", CultureInfo.InvariantCulture));
        if (latest.BranchId != row.BranchId) Note(row, "branch", places.NameOf(latest.BranchId), places.NameOf(row.BranchId));
        if (latest.DepartmentId != row.DepartmentId) row.Change($"department: {places.NameOf(latest.DepartmentId)} → {places.NameOf(row.DepartmentId)}");
        if (latest.PositionId != row.PositionId) row.Change($"position: {places.NameOf(latest.PositionId)} → {places.NameOf(row.PositionId)}");
        if (latest.ManagerId != row.ManagerId) row.Change($"manager: {Number(latest.ManagerId)} → {Number(row.ManagerId)}");
        if (latest.DottedLineManagerId != row.DottedLineManagerId) row.Change($"dottedLineManager: {Number(latest.DottedLineManagerId)} → {Number(row.DottedLineManagerId)}");
        if (latest.HrBpId != row.HrBpId) row.Change($"hrBp: {Number(latest.HrBpId)} → {Number(row.HrBpId)}");
        if (row.StartsEmployment && latest.Until is null) row.Warn($"The employment since {latest.From:yyyy-MM-dd} ends on {row.From.AddDays(-1):yyyy-MM-dd}, and a new one begins.");
        if (row.StartsEmployment && latest.Until >= row.From) row.Error($"Expected a first day after {latest.Until:yyyy-MM-dd}, the last day of the latest employment, but it is {row.From:yyyy-MM-dd}.");
    }

    private static void Note(PlannedRow row, string field, string? before, string? after)
    {
        if (!string.Equals(before, after, StringComparison.Ordinal)) row.Change($"{field}: {before} → {after}");
    }
}

using System.Linq.Expressions;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Which instances are meant: everything that is given must hold.</summary>
internal record InstanceFilter
{
    private const int MostIds = 1000;

    public string? SearchTerm { get; init; }
    public string? DefinitionId { get; init; }
    public string[]? DefinitionIds { get; init; }
    public string? DefinitionVersionId { get; init; }
    public string[]? DefinitionVersionIds { get; init; }
    public string? CorrelationId { get; init; }
    public string[]? CorrelationIds { get; init; }
    public string? Name { get; init; }
    public string[]? Names { get; init; }
    public string[]? ParentWorkflowInstanceIds { get; init; }

    /// <summary>Version number of the definition.</summary>
    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    /// <summary>Elsa marks instances of its own; there are none here.</summary>
    public bool? IsSystem { get; init; }

    public InstanceStatus? Status { get; init; }
    public InstanceStatus[]? Statuses { get; init; }
    public InstanceSubStatus? SubStatus { get; init; }
    public InstanceSubStatus[]? SubStatuses { get; init; }
    public TimestampFilter[]? TimestampFilters { get; init; }

    /// <summary>A moment to compare with.</summary>
    /// <param name="Column">CreatedAt, UpdatedAt or FinishedAt.</param>
    /// <param name="Operator">How to compare.</param>
    /// <param name="Timestamp">The moment.</param>
    internal sealed record TimestampFilter(string Column, TimestampOperator Operator, DateTimeOffset Timestamp);

    /// <summary>Elsa's comparisons.</summary>
    internal enum TimestampOperator { Is, IsNot, LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual }

    /// <summary>What cannot be asked for, or null.</summary>
    public Refusal? WhyInvalid()
    {
        if (TimestampFilters?.FirstOrDefault(f => ColumnOf(f.Column) is null) is { } unknown)
            return new Refusal("instances.column.invalid", $"Expected the column of a timestamp filter to be CreatedAt, UpdatedAt or FinishedAt, but it is '{unknown.Column}'.");
        string[]?[] lists = [DefinitionIds, DefinitionVersionIds, CorrelationIds, Names, ParentWorkflowInstanceIds];
        return lists.Any(list => list?.Length > MostIds) ? new Refusal("instances.filter.invalid", $"Expected at most {MostIds} ids in one filter, but there are more.") : null;
    }

    /// <summary>True when every instance is meant, because nothing is asked for.</summary>
    protected bool IsEmpty
    {
        get
        {
            string?[] texts = [SearchTerm?.Trim(), DefinitionId, DefinitionVersionId, CorrelationId, Name];
            Array?[] lists = [DefinitionIds, DefinitionVersionIds, CorrelationIds, Names, ParentWorkflowInstanceIds, Statuses, SubStatuses, TimestampFilters];
            return texts.All(string.IsNullOrEmpty) && lists.All(list => list is not { Length: > 0 }) && Version is null && HasIncidents is null && IsSystem != true && Status is null && SubStatus is null;
        }
    }

    /// <summary>The instances that are meant.</summary>
    public IQueryable<WorkflowInstance> Apply(IQueryable<WorkflowInstance> found)
    {
        if (IsSystem == true) found = found.Where(i => false);
        if (SearchTerm?.Trim() is { Length: > 0 } term)
            found = found.Where(i => i.Id == term || i.DefinitionId == term || i.DefinitionVersionId == term || i.CorrelationId == term || (i.Name != null && i.Name.Contains(term)));
        found = Any(found, i => i.DefinitionId, DefinitionId, DefinitionIds);
        found = Any(found, i => i.DefinitionVersionId, DefinitionVersionId, DefinitionVersionIds);
        found = Any(found, i => i.CorrelationId, CorrelationId, CorrelationIds);
        found = Any(found, i => i.Name, Name, Names);
        found = Any(found, i => i.ParentInstanceId, null, ParentWorkflowInstanceIds);
        if (Version is { } version) found = found.Where(i => i.DefinitionVersion == version);
        if (HasIncidents is { } has) found = found.Where(i => i.OpenIncidents > 0 == has);
        if (Status is { } status) found = found.Where(i => i.Status == status);
        if (Statuses is { Length: > 0 } statuses) found = found.Where(i => statuses.Contains(i.Status));
        if (SubStatus is { } subStatus) found = found.Where(i => i.SubStatus == subStatus);
        if (SubStatuses is { Length: > 0 } subStatuses) found = found.Where(i => subStatuses.Contains(i.SubStatus));
        return (TimestampFilters ?? []).Aggregate(found, (rest, filter) => rest.Where(Compare(ColumnOf(filter.Column)!, filter)));
    }

    private static IQueryable<WorkflowInstance> Any(IQueryable<WorkflowInstance> found, Expression<Func<WorkflowInstance, string?>> column, string? one, string[]? many)
    {
        if (one is { Length: > 0 }) found = found.Where(Equal(column, Expression.Constant(one, typeof(string))));
        if (many is not { Length: > 0 }) return found;
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(string)], Expression.Constant(many, typeof(IEnumerable<string>)), column.Body);
        return found.Where(Expression.Lambda<Func<WorkflowInstance, bool>>(contains, column.Parameters));
    }

    private static Expression<Func<WorkflowInstance, bool>> Equal(Expression<Func<WorkflowInstance, string?>> column, Expression value) =>
        Expression.Lambda<Func<WorkflowInstance, bool>>(Expression.Equal(column.Body, value), column.Parameters);

    private static Expression<Func<WorkflowInstance, DateTime?>>? ColumnOf(string name) => name.ToUpperInvariant() switch
    {
        "CREATEDAT" => i => i.CreatedUtc,
        "UPDATEDAT" => i => i.UpdatedUtc,
        "FINISHEDAT" => i => i.FinishedUtc,
        _ => null,
    };

    private static Expression<Func<WorkflowInstance, bool>> Compare(Expression<Func<WorkflowInstance, DateTime?>> column, TimestampFilter filter)
    {
        var kind = filter.Operator switch
        {
            TimestampOperator.Is => ExpressionType.Equal,
            TimestampOperator.IsNot => ExpressionType.NotEqual,
            TimestampOperator.LessThan => ExpressionType.LessThan,
            TimestampOperator.LessThanOrEqual => ExpressionType.LessThanOrEqual,
            TimestampOperator.GreaterThan => ExpressionType.GreaterThan,
            _ => ExpressionType.GreaterThanOrEqual,
        };
        var moment = Expression.Constant(filter.Timestamp.UtcDateTime, typeof(DateTime?));
        return Expression.Lambda<Func<WorkflowInstance, bool>>(Expression.MakeBinary(kind, column.Body, moment), column.Parameters);
    }
}

/// <summary>Which instances people see.</summary>
internal static class ListedInstances
{
    /// <summary>Without those that were deleted; these are only kept because the audit trail vouches for their runs.</summary>
    public static IQueryable<WorkflowInstance> Listed(this IQueryable<WorkflowInstance> instances) => instances.Where(i => i.DeletedUtc == null);
}

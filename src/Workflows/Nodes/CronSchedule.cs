using Cronos;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>A cron schedule in UTC. Six fields begin with the seconds, as Elsa's do; five fields are cron's own, for second 0.</summary>
public sealed class CronSchedule
{
    private readonly CronExpression _expression;
    private readonly string _text;

    private CronSchedule(string text, CronExpression expression) => (_text, _expression) = (text, expression);

    /// <summary>Reads a schedule, for example <c>0 30 8 * * MON-FRI</c>.</summary>
    /// <exception cref="ExpressionException">The text is no schedule; the message says what is wrong.</exception>
    public static CronSchedule Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new ExpressionException("cron.expression-missing", "Expected a cron expression such as '0 30 8 * * MON-FRI', but there was none.");
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return CronExpression.TryParse(text, fields == 5 ? CronFormat.Standard : CronFormat.IncludeSeconds, out var expression)
            ? new CronSchedule(text, expression)
            : throw new ExpressionException("cron.expression-invalid", $"Expected a cron expression of six fields (second, minute, hour, day, month, weekday) or of five, but it was '{text}'.");
    }

    /// <summary>The first moment after this one; null when there is none, such as the 31st of February.</summary>
    public DateTime? Next(DateTime afterUtc) => _expression.GetNextOccurrence(DateTime.SpecifyKind(afterUtc, DateTimeKind.Utc));

    /// <summary>The first moment after this one.</summary>
    /// <exception cref="ExpressionException">There is none.</exception>
    public DateTime Expect(DateTime afterUtc) => Next(afterUtc) ?? throw new ExpressionException("cron.never", $"Expected the cron expression '{_text}' to name a moment that comes, but it never does.");
}

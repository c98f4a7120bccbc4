using System.Globalization;
using System.Text;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>Collects the text of a template and asks the budget for every piece. Writes at once, also where it is called asynchronously.</summary>
internal sealed class BoundedWriter(EvaluationBudget budget) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Ask(1);
        text.Append(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Ask(buffer.Length);
        text.Append(buffer);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value.AsSpan());
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer.AsSpan(index, count));
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public override string ToString() => text.ToString();

    private void Ask(int length)
    {
        budget.RequireFits((double)text.Length + length);
        budget.CountText(length);
    }
}

using System.Globalization;

namespace HrBpm.Workflows.Forms;

/// <summary>Reads a formula from left to right, weaker operators first.</summary>
internal sealed class FormulaParser(string text)
{
    private const int DeepestBracket = 30;

    private readonly HashSet<string> fields = [];
    private readonly HashSet<(string Rows, string Column)> columns = [];
    private int at;
    private int depth;

    public IReadOnlyCollection<string> Fields => fields;

    public IReadOnlyCollection<(string Rows, string Column)> Columns => columns;

    public Func<Func<string, object?>, decimal?> Read()
    {
        var sum = Sum();
        return Peek() is { } left ? throw Wrong($"an operator, but got '{left}'") : sum;
    }

    private Func<Func<string, object?>, decimal?> Sum()
    {
        if (++depth > DeepestBracket) throw Wrong($"brackets at most {DeepestBracket} deep, but they are deeper");
        var left = Product();
        while (Take('+', '-') is { } sign)
        {
            var (first, second) = (left, Product());
            left = sign == '+' ? of => first(of) + second(of) : of => first(of) - second(of);
        }
        depth--;
        return left;
    }

    private Func<Func<string, object?>, decimal?> Product()
    {
        var left = Single();
        while (Take('*', '/') is { } sign)
        {
            var (first, second) = (left, Single());
            left = sign == '*' ? of => first(of) * second(of) : of => second(of) is { } by && by != 0 ? first(of) / by : null;
        }
        return left;
    }

    private Func<Func<string, object?>, decimal?> Single()
    {
        if (++depth > DeepestBracket) throw Wrong($"brackets at most {DeepestBracket} deep, but they are deeper");
        var read = Unbounded();
        depth--;
        return read;
    }

    private Func<Func<string, object?>, decimal?> Unbounded()
    {
        if (Take('-') is not null)
        {
            var negated = Single();
            return of => -negated(of);
        }
        if (Take('(') is not null)
        {
            var inner = Sum();
            Must(')');
            return inner;
        }
        if (Peek() is { } digit && char.IsAsciiDigit(digit)) return Number();
        var name = Name();
        if (Take('(') is not null) return Function(name);
        fields.Add(name);
        return of => FieldValue.Number(of(name));
    }

    private Func<Func<string, object?>, decimal?> Number()
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        return decimal.TryParse(text[from..at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? _ => number : throw Wrong($"a number, but got '{text[from..at]}'");
    }

    private Func<Func<string, object?>, decimal?> Function(string name) => name switch
    {
        "sum" => Column(),
        "count" => OfField(value => value is IReadOnlyList<object?> rows ? rows.Count : 0),
        "days" => OfField(value => FieldValue.Days(value)),
        "min" => Several(numbers => numbers.Min()),
        "max" => Several(numbers => numbers.Max()),
        "round" => Round(),
        _ => throw Wrong($"one of the functions sum, count, days, min, max and round, but got '{name}'"),
    };

    private Func<Func<string, object?>, decimal?> Column()
    {
        var rows = Name();
        fields.Add(rows);
        Must('.');
        var column = Name();
        columns.Add((rows, column));
        Must(')');
        return of => of(rows) is IReadOnlyList<object?> lines ? lines.Sum(line => line is IReadOnlyDictionary<string, object?> row ? FieldValue.Number(row.GetValueOrDefault(column)) ?? 0 : 0) : 0;
    }

    private Func<Func<string, object?>, decimal?> OfField(Func<object?, decimal?> take)
    {
        var name = Name();
        fields.Add(name);
        Must(')');
        return of => take(of(name));
    }

    private Func<Func<string, object?>, decimal?> Several(Func<IEnumerable<decimal>, decimal> choose)
    {
        List<Func<Func<string, object?>, decimal?>> parts = [Sum()];
        while (Take(',') is not null) parts.Add(Sum());
        Must(')');
        return of => parts.ConvertAll(part => part(of)) is var numbers && numbers.TrueForAll(number => number is not null) ? choose(numbers.Select(number => number!.Value)) : null;
    }

    private Func<Func<string, object?>, decimal?> Round()
    {
        var number = Sum();
        var digits = Take(',') is null ? _ => 0m : Sum();
        Must(')');
        return of => number(of) is { } value && digits(of) is { } places ? Math.Round(value, (int)Math.Clamp(places, 0, 6), MidpointRounding.AwayFromZero) : null;
    }

    private string Name()
    {
        Peek();
        var from = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return at > from && !char.IsAsciiDigit(text[from]) ? text[from..at] : throw Wrong(from < text.Length ? $"a number or the key of a field, but got '{text[from]}'" : "a number or the key of a field, but it ends");
    }

    private char? Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at < text.Length ? text[at] : null;
    }

    private char? Take(params ReadOnlySpan<char> wanted)
    {
        if (Peek() is not { } next || !wanted.Contains(next)) return null;
        at++;
        return next;
    }

    private void Must(char wanted)
    {
        if (Take(wanted) is null) throw Wrong(Peek() is { } next ? $"'{wanted}', but got '{next}'" : $"'{wanted}', but it ends");
    }

    private FormatException Wrong(string what) => new($"Expected {what}, at character {at + 1} of the formula.");
}

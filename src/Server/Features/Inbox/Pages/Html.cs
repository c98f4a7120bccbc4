using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>HTML whose values were encoded as they were put in, so that nothing that people wrote can become a part of the page.</summary>
internal sealed class Html
{
    private readonly string text;

    private Html(string text) => this.text = text;

    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>What is written, with each value encoded; values that are HTML are put in as they are.</summary>
    public static Html Of(Writer written) => new(written.ToString());

    /// <summary>HTML of the product's own, for example a drawing.</summary>
    public static Html Known(string html) => new(html);

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.text)));

    /// <inheritdoc />
    public override string ToString() => text;

    /// <summary>Takes the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder written = new(literalLength + 16 * formattedCount);

        public void AppendLiteral(string value) => written.Append(value);

        public void AppendFormatted(Html? value) => written.Append(value?.text);

        public void AppendFormatted(string? value) => written.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted<T>(T value) => written.Append(WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture)));

        public override string ToString() => written.ToString();
    }
}

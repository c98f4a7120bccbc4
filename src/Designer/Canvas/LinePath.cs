using System.Globalization;
using System.Text;
using static HrBpm.Designer.Canvas.FlowPicture;

namespace HrBpm.Designer.Canvas;

/// <summary>The SVG path of a line that runs down and to the side, with round corners.</summary>
internal sealed class LinePath
{
    private const double Radius = 8;

    private readonly StringBuilder path = new();
    private double x;

    public LinePath(double x, double y)
    {
        this.x = x;
        path.Append(CultureInfo.InvariantCulture, $"M{Number(x)} {Number(y)}");
    }

    /// <summary>Down to a height, and there to the side.</summary>
    public LinePath To(double side, double y)
    {
        if (Math.Abs(side - x) < 1) return this;
        var (sign, turn) = (Math.Sign(side - x), Math.Min(Radius, Math.Abs(side - x) / 2));
        path.Append(CultureInfo.InvariantCulture, $"V{Number(y - turn)}Q{Number(x)} {Number(y)} {Number(x + sign * turn)} {Number(y)}H{Number(side - sign * turn)}Q{Number(side)} {Number(y)} {Number(side)} {Number(y + turn)}");
        x = side;
        return this;
    }

    /// <summary>Down to its end.</summary>
    public string End(double y) => path.Append(CultureInfo.InvariantCulture, $"V{Number(y)}").ToString();
}

namespace HrBpm.Designer.Canvas;

/// <summary>Something on the canvas that can be picked: a card, a pill, a join, or the card of a branch.</summary>
/// <param name="Id">The activity.</param>
/// <param name="Port">The branch; null for the activity itself.</param>
public sealed record CanvasTarget(string Id, string? Port = null)
{
    /// <summary>Id of its element.</summary>
    public string ElementId => Port is null ? $"card-{Id}" : $"card-{Id}-{Port}";
}

/// <summary>Where it is.</summary>
/// <param name="Target">What.</param>
/// <param name="X">Left, in pixels.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
internal sealed record CanvasItem(CanvasTarget Target, double X, double Y, double Width, double Height)
{
    private double MiddleX => X + Width / 2;
    private double MiddleY => Y + Height / 2;

    /// <summary>All of a picture.</summary>
    public static IReadOnlyList<CanvasItem> Of(FlowPicture picture) =>
    [
        .. picture.Cards.Select(card => new CanvasItem(new(card.Node.Id), card.X, card.Y, FlowPicture.CardWidth, FlowPicture.CardHeight)),
        .. picture.Labels.Where(label => label.Kind is LabelKind.Pill or LabelKind.Join).Select(label => new CanvasItem(new(label.Node.Id), label.X - 60, label.Y, 120, 28)),
        .. picture.Branches.Select(branch => new CanvasItem(new(branch.Node.Id, branch.Port), branch.X, branch.Y, FlowPicture.CardWidth, FlowPicture.CardHeight)),
    ];

    /// <summary>What the arrow key leads to: the nearest in that direction, what lies straight ahead first.</summary>
    /// <param name="items">All.</param>
    /// <param name="key">ArrowUp, ArrowDown, ArrowLeft or ArrowRight.</param>
    public CanvasItem? Next(IEnumerable<CanvasItem> items, string key)
    {
        var isVertical = key is "ArrowUp" or "ArrowDown";
        var sign = key is "ArrowDown" or "ArrowRight" ? 1 : -1;
        return items.Where(item => item != this).Select(item => (Item: item, Ahead: sign * (isVertical ? item.MiddleY - MiddleY : item.MiddleX - MiddleX), Aside: Math.Abs(isVertical ? item.MiddleX - MiddleX : item.MiddleY - MiddleY)))
            .Where(way => way.Ahead > 1 && (isVertical || way.Aside < FlowPicture.CardHeight * 2)).OrderBy(way => way.Ahead + way.Aside * (isVertical ? 1 : 3)).Select(way => way.Item).FirstOrDefault();
    }

    /// <summary>It touches a rectangle.</summary>
    public bool IsIn(CanvasView view) => X < view.Right && X + Width > view.Left && Y < view.Bottom && Y + Height > view.Top;
}

/// <summary>A rectangle of the flow, in pixels at full size.</summary>
internal sealed record CanvasView(double Left, double Top, double Right, double Bottom);

/// <summary>How a card stands in a run that is tried out.</summary>
public enum RunMark
{
    /// <summary>Not reached yet.</summary>
    Ahead,

    /// <summary>Waits.</summary>
    Waiting,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Needs somebody to look.</summary>
    Incident,
}

using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using CardState = HrBpm.Workflows.Definitions.Overlays.CardState;

namespace HrBpm.Designer.Variants;

/// <summary>A variant while it is edited: what is drawn is the template with the changes, and what is kept are the changes alone.</summary>
public sealed class VariantSession(VariantStore store, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    private readonly List<FlowOverlay> past = [], future = [];
    private IReadOnlyDictionary<string, CardLock> locks = new Dictionary<string, CardLock>();
    private FlowDraft? merged;
    private string? lastKey;
    private int edits;
    private Task? saving;

    /// <summary>Something is otherwise.</summary>
    public event Action? Changed;

    /// <summary>As the server has it; null before it was read.</summary>
    public StoredVariant? Stored { get; private set; }

    /// <summary>The changes, those included that are not saved yet.</summary>
    public FlowOverlay Overlay { get; private set; } = new("", "", 0, []);

    /// <summary>The template.</summary>
    public WorkflowDefinition Template { get; private set; } = WorkflowDefinition.Read("{}");

    /// <summary>What is drawn: the template with the changes; cards that are off are still in it.</summary>
    public FlowDraft? Draft { get; private set; }


    /// <summary>How each card stands to the template.</summary>
    public IReadOnlyDictionary<string, CardState> States { get; private set; } = new Dictionary<string, CardState>();

    /// <summary>Why the last edit was not made, or the last save; null when it was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What keeps it from being published, as the server said at the last try.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>Somebody else has changed it.</summary>
    public bool IsConflict { get; private set; }

    /// <summary>There is something that the server does not have yet.</summary>
    public bool HasUnsaved { get; private set; }

    /// <summary>There is a step back.</summary>
    public bool CanUndo => past.Count > 0;

    /// <summary>There is a step forth.</summary>
    public bool CanRedo => future.Count > 0;

    /// <summary>What runs when it is published: the template with the changes, without the cards that are off.</summary>
    public FlowDraft Merged => merged ??= FlowDraft.Read(OverlayComposer.Compose(Template, Overlay).Definition.Source);

    /// <summary>What the group has locked of a card; null when nothing is.</summary>
    public CardLock? LockOf(string card) => locks.GetValueOrDefault(card);

    /// <summary>Reads it.</summary>
    public async Task OpenAsync(string definitionId) => Take(await store.ReadAsync(definitionId));

    /// <summary>Takes what was drawn: cards of the template that were deleted are switched off, everything else becomes a change. What no change can express is refused with a sentence.</summary>
    public void Edit(FlowDraft edited, string? key = null)
    {
        var gone = Draft!.Activities.Select(FlowGraph.Id).Where(id => edited.Find(id) is null).ToList();
        var ofTemplate = gone.Where(id => States.GetValueOrDefault(id) != CardState.Added).ToList();
        if (ofTemplate.Count > 0)
        {
            SwitchOff(ofTemplate);
            return;
        }

        var diff = OverlayDiff.Between(Template, WorkflowDefinition.Read(edited.Write().ToJsonString()));
        if (diff.Problems.Count > 0)
        {
            Refuse(diff.Problems[0]);
            return;
        }

        Put(Overlay with { Changes = [.. diff.Changes, .. Overlay.Changes.OfType<SwitchOff>()] }, edited, key);
    }

    /// <summary>Leaves cards of the template out.</summary>
    public void SwitchOff(IEnumerable<string> cards) => Put(cards.Aggregate(Overlay, (overlay, card) => overlay.With(new SwitchOff(card))));

    /// <summary>Takes changes back: there the template holds again.</summary>
    public void TakeBack(IEnumerable<string> keys) => Put(keys.Aggregate(Overlay, (overlay, key) => overlay.Without(key)));

    /// <summary>Undoes a step.</summary>
    public void Undo() => Step(past, future);

    /// <summary>Does it again.</summary>
    public void Redo() => Step(future, past);

    /// <summary>The changes about a card.</summary>
    public IReadOnlyList<OverlayChange> ChangesOf(string card) => [.. Overlay.Changes.Where(c => c is InsertCards insert ? insert.Activities.Any(a => FlowGraph.Id(a) == card) : c.Card == card && c is not AddVariable)];

    /// <summary>Saves what is not saved yet.</summary>
    public async Task SaveAsync()
    {
        if (saving is { IsCompleted: false } running) await running;
        if (!HasUnsaved || IsConflict) return;
        await (saving = SendAsync());
    }

    /// <summary>New flows of the company run it from now on.</summary>
    /// <returns>Whether it was published; else <see cref="Problems"/> or <see cref="Refusal"/> say why not.</returns>
    /// <param name="accepts">Scenarios that go differently in it are meant to.</param>
    public Task<bool> PublishAsync(bool accepts = false) => TryAsync(async () =>
    {
        await SaveAsync();
        // Without any change there is nothing on the server to publish yet.
        if (Stored!.Revision == 0) Stored = await store.PutAsync(Stored.DefinitionId, 0, Overlay.WriteChanges());
        Take(await store.PublishAsync(Stored.DefinitionId, accepts), keepsHistory: true);
    });

    /// <summary>Everything is the template's again.</summary>
    public Task<bool> DropAsync() => TryAsync(async () => Take(await store.DropAsync(Stored!.DefinitionId)));

    /// <summary>Takes what the server says.</summary>
    public void Take(StoredVariant stored, bool keepsHistory = false)
    {
        Stored = stored;
        Template = WorkflowDefinition.Read(stored.Template.ToJsonString());
        Overlay = new FlowOverlay(stored.DefinitionId, "", stored.BaseVersion, OverlayJson.Read(stored.Changes));
        (HasUnsaved, IsConflict, Refusal, Problems) = (false, false, null, []);
        if (!keepsHistory)
        {
            past.Clear();
            future.Clear();
        }

        Draw(null);
    }

    private void Put(FlowOverlay overlay, FlowDraft? drawn = null, string? key = null)
    {
        overlay = overlay.On(Template);
        if (OverlayComposer.Compose(Template, overlay).Problems is { Count: > 0 } problems)
        {
            Refuse(problems[0]);
            return;
        }

        if (key is null || key != lastKey) past.Add(Overlay);
        lastKey = key;
        future.Clear();
        Become(overlay, drawn);
    }

    private void Step(List<FlowOverlay> from, List<FlowOverlay> to)
    {
        if (from.Count == 0) return;
        to.Add(Overlay);
        var next = from[^1];
        from.RemoveAt(from.Count - 1);
        lastKey = null;
        Become(next, null);
    }

    private void Become(FlowOverlay overlay, FlowDraft? drawn)
    {
        (Overlay, HasUnsaved, Refusal, Problems) = (overlay, true, null, []);
        Draw(drawn);
        _ = SaveSoonAsync(++edits);
    }

    private void Draw(FlowDraft? drawn)
    {
        Draft = drawn ?? FlowDraft.Read(OverlayComposer.Compose(Template, Overlay, keepsOff: true).Definition.Source);
        (merged, locks) = (null, CardLock.In(Template));
        States = CardStates.Of(Template, Overlay);
        Changed?.Invoke();
    }

    private async Task SaveSoonAsync(int edit)
    {
        await Task.Delay(Pause, clock);
        if (edit == edits) await SaveAsync();
    }

    private async Task SendAsync()
    {
        var sent = Overlay;
        await TryAsync(async () =>
        {
            Stored = await store.PutAsync(Stored!.DefinitionId, Stored.Revision, sent.WriteChanges());
            HasUnsaved = !ReferenceEquals(sent, Overlay);
        });
        if (HasUnsaved && Refusal is null && !IsConflict) await SendAsync();
    }

    private async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            Changed?.Invoke();
            return true;
        }
        catch (FlowRefusedException refused)
        {
            (IsConflict, Problems, Refusal) = (refused.Why.Code == "variants.changed", refused.Problems, refused.Message);
        }
        catch (HttpRequestException)
        {
            Refusal = "";
        }

        Changed?.Invoke();
        return false;
    }

    private void Refuse(DefinitionProblem problem)
    {
        Refusal = problem.MessageIn(System.Globalization.CultureInfo.CurrentUICulture.Name is { Length: > 0 } language ? language : "zh-CN");
        Draw(null);
    }
}

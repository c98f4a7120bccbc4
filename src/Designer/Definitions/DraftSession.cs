using System.Text.Json.Nodes;
using HrBpm.Designer.Api;

namespace HrBpm.Designer.Definitions;

/// <summary>How what is on the screen stands to what is on the server.</summary>
public enum SaveState
{
    /// <summary>The same.</summary>
    Saved,

    /// <summary>Newer.</summary>
    Waiting,

    /// <summary>On its way.</summary>
    Saving,

    /// <summary>The server could not be reached, or refused; it is tried again with the next change.</summary>
    Failed,

    /// <summary>Somebody else has changed it; nothing is saved until a person says which is right.</summary>
    Conflict,
}

/// <summary>A definition that is open in the designer: all its states, and how they get to the server.</summary>
/// <remarks>Each save names what was read last, so that nobody's work is overwritten unseen.</remarks>
public sealed class DraftSession(FlowStore store, TimeProvider clock, Func<FlowDraft, IReadOnlyList<FlowProblem>?>? checkHere = null)
{
    /// <summary>How long after the last change a draft is saved.</summary>
    public static readonly TimeSpan SavesAfter = TimeSpan.FromSeconds(1.2);

    /// <summary>How long after the last change a draft is checked in the browser.</summary>
    public static readonly TimeSpan ChecksAfter = TimeSpan.FromSeconds(0.15);

    private IReadOnlyList<FlowProblem> onlyThere = [];
    private int edits;
    private FlowDraft? saved;
    private bool isSaving;

    /// <summary>Something has changed that pages show.</summary>
    public event Action? Changed;

    /// <summary>All states; null until it is opened.</summary>
    public FlowHistory? History { get; private set; }

    /// <summary>What the server had last.</summary>
    public StoredFlow? Stored { get; private set; }

    /// <summary>How both stand to each other.</summary>
    public SaveState State { get; private set; }

    /// <summary>Why it is not saved.</summary>
    public Refused? Problem { get; private set; }

    /// <summary>When it was saved last here.</summary>
    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>Opens the latest version.</summary>
    /// <exception cref="FlowRefusedException">There is none.</exception>
    /// <exception cref="FormatException">It is no flowchart.</exception>
    public async Task OpenAsync(string definitionId)
    {
        var stored = await store.ReadAsync(definitionId);
        var draft = FlowDraft.Read(stored.Definition);
        (Stored, History, saved, State, Problem) = (stored, FlowHistory.Of(draft), draft, SaveState.Saved, null);
        Changed?.Invoke();
        await CheckAsync();
    }

    /// <summary>Makes a step, and saves it after a while.</summary>
    public void Do(FlowDraft draft, string? key = null) => Become(History!.Do(draft, key));

    /// <summary>A step back.</summary>
    public void Undo() => Become(History!.Undo());

    /// <summary>A step forth.</summary>
    public void Redo() => Become(History!.Redo());

    /// <summary>Saves at once what is not saved yet.</summary>
    public async Task SaveAsync()
    {
        if (State == SaveState.Conflict || isSaving) return;
        if (!HasUnsaved)
        {
            // What was done was undone again.
            State = SaveState.Saved;
            Changed?.Invoke();
            return;
        }

        await StoreAsync(History!.Present, Stored!.Tag, isPublished: false);
        // What was done meanwhile found a save on its way, and left its own to it.
        if (State == SaveState.Waiting) await SaveAsync();
    }

    /// <summary>Publishes what is on the screen.</summary>
    /// <param name="note">What is new; kept with the version.</param>
    /// <param name="accepts">Scenarios that go differently in it are meant to.</param>
    /// <returns>True when new instances run it.</returns>
    public async Task<bool> PublishAsync(string note, bool accepts = false)
    {
        var draft = History!.Present.WithRest(rest =>
        {
            if (rest["customProperties"] is not JsonObject) rest["customProperties"] = new JsonObject();
            rest["customProperties"]!["publishNote"] = note;
        });
        History = History.Do(draft);
        await StoreAsync(draft, Stored!.Tag, isPublished: true, accepts);
        return State == SaveState.Saved;
    }

    /// <summary>Saves what is on the screen over what somebody else has saved, which stays an earlier state of theirs.</summary>
    public async Task OverwriteAsync()
    {
        var theirs = await store.ReadAsync(History!.Present.DefinitionId);
        await StoreAsync(History.Present, theirs.Tag, isPublished: false);
    }

    /// <summary>What is on the screen is not on the server.</summary>
    public bool HasUnsaved => History is not null && !ReferenceEquals(saved, History.Present);

    private void Become(FlowHistory history)
    {
        if (ReferenceEquals(history, History)) return;
        History = history;
        if (State != SaveState.Conflict && !isSaving) State = SaveState.Waiting;
        Changed?.Invoke();
        _ = SaveLaterAsync(++edits);
        _ = CheckHereAsync(edits);
    }

    // While somebody types there is nothing to check yet.
    private async Task CheckHereAsync(int mine)
    {
        if (checkHere is null) return;
        await Task.Delay(ChecksAfter, clock);
        if (mine != edits || checkHere(History!.Present) is not { } found) return;
        Problems = [.. found, .. onlyThere.Where(problem => problem.Node.Length == 0 || History.Present.Find(problem.Node) is not null)];
        Changed?.Invoke();
    }

    private async Task SaveLaterAsync(int mine)
    {
        await Task.Delay(SavesAfter, clock);
        if (mine != edits) return;
        await SaveAsync();
        await CheckAsync();
    }

    private async Task StoreAsync(FlowDraft draft, string tag, bool isPublished, bool accepts = false)
    {
        (State, isSaving) = (SaveState.Saving, true);
        Changed?.Invoke();
        try
        {
            Stored = await store.SaveAsync(draft.Write(), tag, isPublished, accepts);
            (saved, State, Problem, SavedAt) = (draft, ReferenceEquals(draft, History!.Present) ? SaveState.Saved : SaveState.Waiting, null, clock.GetUtcNow());
        }
        catch (FlowRefusedException refused)
        {
            (State, Problem) = (refused.IsChangedSince ? SaveState.Conflict : SaveState.Failed, refused.Why);
            if (refused.Problems.Count > 0) Problems = refused.Problems;
        }
        catch (HttpRequestException e)
        {
            (State, Problem) = (SaveState.Failed, Refused.Of(e));
        }

        isSaving = false;
        Changed?.Invoke();
    }

    private async Task CheckAsync()
    {
        var draft = History!.Present;
        try
        {
            var found = await store.CheckAsync(draft.Write());
            if (!ReferenceEquals(draft, History.Present)) return;
            Problems = found;
            // What the server alone knows (who can be found by a rule) holds on while the draft is checked here.
            if (checkHere?.Invoke(draft) is { } here) onlyThere = [.. found.Where(problem => !here.Any(same => same.Code == problem.Code && same.Node == problem.Node))];
            Changed?.Invoke();
        }
        catch (Exception e) when (e is FlowRefusedException or HttpRequestException)
        {
            // What was found before stays; the server checks again when it publishes.
        }
    }
}

using System.Text.Json.Nodes;
using HrBpm.Designer.Api;

namespace HrBpm.Designer.Flows;

/// <summary>Keeps what a person fills in on the server while they do, so that a phone goes on where the desk left off.</summary>
/// <param name="api">The server.</param>
/// <param name="definitionId">The flow that is to be started.</param>
/// <param name="changed">It has been kept, or could not be.</param>
public sealed class DraftKeeper(HrBpmClient api, string definitionId, Action changed)
{
    private Task running = Task.CompletedTask;
    private JsonObject? next;

    /// <summary>When it was kept last; null while it never was.</summary>
    public DateTimeOffset? KeptAt { get; private set; }

    /// <summary>The last try failed; the next change tries again.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What was kept before; null where nothing was.</summary>
    public async Task<JsonObject?> ReadAsync()
    {
        var kept = (await api.ListStartDraftsAsync()).FirstOrDefault(draft => draft.DefinitionId == definitionId);
        KeptAt = kept?.UpdatedUtc;
        return kept?.Answers as JsonObject;
    }

    /// <summary>Keeps this. While something is being sent, the newest waits; what lies between is not sent.</summary>
    public Task KeepAsync(JsonObject answers, TimeProvider clock)
    {
        next = (JsonObject)answers.DeepClone();
        return running.IsCompleted ? running = SendAsync(clock) : running;
    }

    private async Task SendAsync(TimeProvider clock)
    {
        while (next is { } answers)
        {
            next = null;
            try
            {
                await api.KeepStartDraftAsync(definitionId, new() { Answers = answers });
                (KeptAt, HasFailed) = (clock.GetUtcNow(), false);
            }
            catch (Exception e) when (e is ApiException or HttpRequestException)
            {
                HasFailed = true;
            }

            changed();
        }
    }
}

using System.Net.Http.Json;
using HrBpm.Activities.DryRuns;

namespace HrBpm.Designer.DryRuns;

/// <summary>The organisation as the server tells it, as far as the one who makes the dry run may see it. What was told once is not asked for again while the page is open.</summary>
/// <param name="http">The server. While it cannot be reached, stand-ins take the parts.</param>
internal sealed class ServerOrganisation(HttpClient http) : IDryOrganisation
{
    private sealed record Found(IReadOnlyList<DryPerson> People);

    private readonly Dictionary<string, object> told = [];

    public Task<DryPerson?> PersonAsync(Guid id) => AskAsync<DryPerson>($"api/dry-runs/person?personId={id:D}");

    public async Task<IReadOnlyList<DryPerson>?> FindAsync(string by, string value, Guid personId, int levels) =>
        (await AskAsync<Found>($"api/dry-runs/people?by={by}&of={personId:D}&levels={levels}" + (value.Length > 0 ? $"&value={Uri.EscapeDataString(value)}" : "")))?.People;

    private async Task<T?> AskAsync<T>(string address) where T : class
    {
        if (told.TryGetValue(address, out var before)) return (T)before;
        try
        {
            using var answer = await http.GetAsync(address);
            if (!answer.IsSuccessStatusCode || await answer.Content.ReadFromJsonAsync<T>() is not { } now) return null;
            told[address] = now;
            return now;
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}

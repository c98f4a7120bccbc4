using System.Collections.Concurrent;
using System.Text.Json;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>Every activity type that a definition of the company may use.</summary>
internal static class ListActivityDescriptors
{
    /// <summary>Answers that were made before. Elsa Studio asks after each save, and next to nothing ever changes.</summary>
    internal sealed class Made
    {
        private const int Most = 64;
        private readonly ConcurrentDictionary<string, PackedJson> byContent = [];

        public PackedJson For(string content, Func<object> make)
        {
            if (byContent.Count > Most) byContent.Clear();
            return byContent.GetOrAdd(content, _ => PackedJson.Of(JsonSerializer.SerializeToUtf8Bytes(make(), ElsaJson.Options)));
        }
    }

    /// <param name="refresh">Elsa reads its types anew; here they are always up to date.</param>
    public static async Task<IResult> HandleAsync(bool? refresh, NodeDescriptions nodes, NodeCatalog catalog, UsableDefinitions usable, Made made, CurrentUser user, HttpRequest request, CancellationToken ct)
    {
        var language = AnswerLanguage.Of(request);
        var definitions = await usable.OfAsync(user.CompanyId, ct);
        var content = $"{language} {string.Join(' ', definitions.Select(d => d.Definition!.VersionId))}";
        return new PackedAnswer(made.For(content, () =>
        {
            var mapping = new DescriptorMapping(ActivityTexts.For(language, catalog));
            return new ItemList<ActivityDescriptorModel>([.. nodes.ByType.Values.Concat(definitions.Where(d => !nodes.ByType.ContainsKey(d.Type))).Select(mapping.ModelOf)]);
        }), language);
    }
}

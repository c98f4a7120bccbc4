using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>The language of display texts: what the client prefers of the two that there are.</summary>
internal static class AnswerLanguage
{
    public static string Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.Where(l => l.Quality is null or > 0).OrderByDescending(l => l.Quality ?? 1);
        foreach (var language in wanted)
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return ActivityTexts.Chinese;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return ActivityTexts.English;
        }

        return ActivityTexts.Chinese;
    }
}

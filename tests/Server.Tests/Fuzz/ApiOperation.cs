using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>One operation of the served OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Path, OpenApiOperation Described)
{
    /// <summary>Schema of the JSON that it takes; null where it takes none, or says nothing of it.</summary>
    public IOpenApiSchema? Json => SchemaOf("application/json");

    /// <summary>Schema of the form that it takes.</summary>
    public IOpenApiSchema? Form => SchemaOf("multipart/form-data");

    /// <summary>Its parameters in the path or in the query.</summary>
    public IReadOnlyList<IOpenApiParameter> In(ParameterLocation place) => [.. (Described.Parameters ?? []).Where(p => p.In == place)];

    public override string ToString() => $"{Method} {Path}";

    /// <summary>Every operation that the server describes.</summary>
    public static async Task<IReadOnlyList<ApiOperation>> AllAsync(HttpClient client)
    {
        var read = OpenApiDocument.Parse(await client.GetStringAsync("/openapi/v1.json"), "json");
        read.Diagnostic!.Errors.Select(e => e.Message).ShouldBeEmpty("the document is one that a reader of somebody else's understands");
        return [.. from path in read.Document!.Paths from operation in path.Value.Operations ?? [] select new ApiOperation(operation.Key.Method, path.Key, operation.Value)];
    }

    private IOpenApiSchema? SchemaOf(string mediaType) => Described.RequestBody?.Content?.TryGetValue(mediaType, out var content) == true ? content.Schema : null;
}

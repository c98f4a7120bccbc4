using System.Reflection;
using System.Text.Json;
using HrBpm.Server.Platform.Exports;
using System.Text.Json.Serialization.Metadata;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace HrBpm.Server.Platform;

/// <summary>The OpenAPI document, made from the routes themselves, and the page that shows it.</summary>
internal static class ApiDocument
{
    private const string ProblemSchema = "Problem";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = type => NameOf(type.Type) ?? OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Describe);
        options.AddSchemaTransformer(MarkReadOnly);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").Anonymous("The shape of the API is public; its data is not.");
        routes.MapScalarApiReference("/scalar", o => o.WithTitle("HrBpm API").DisableDefaultFonts()).AllowsContent(PagePolicies.Scalar, PagePolicies.WhyScalar).Anonymous("The shape of the API is public; its data is not.");
    }

    // Each slice has its own Request and Response: SignIn.Request is SignInRequest to the outside.
    private static string? NameOf(Type type) => type is { DeclaringType: { } slice, IsEnum: false, IsGenericType: false } && type.Assembly == typeof(ApiDocument).Assembly
        ? slice.Name + type.Name
        : null;

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo { Title = "HrBpm", Version = "v1", Description = "HR workflows. Errors are RFC 9457 problem details with a stable dotted code." };
        // The address of the server that happened to make it does not belong into the committed document.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema] = Problem();
        foreach (var schema in document.Components.Schemas.Values.OfType<OpenApiSchema>()) KeepWords(schema);
        return Task.CompletedTask;
    }

    // That an answer may have none of the words is said where they are used. As one of the words, it has makers of clients take the enum for an object.
    private static void KeepWords(OpenApiSchema schema)
    {
        if (schema.Enum is { Count: > 0 } words) schema.Enum = [.. words.Where(word => word is not null && !JsonNullSentinel.IsJsonNullSentinel(word))];
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        // A slice is a class with a verb for a name, which is just what an operation id should be.
        operation.OperationId ??= metadata.OfType<ExportOf>().FirstOrDefault() is { List.Name: var name } ? "export" + string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) : metadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType is { } slice ? JsonNamingPolicy.CamelCase.ConvertName(slice.Name) : null;
        // A list in the address is empty where it is absent.
        foreach (var list in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query && p.Schema?.Type == JsonSchemaType.Array)) list.Required = false;
        operation.Responses ??= [];
        if (metadata.OfType<ExportOf>().FirstOrDefault() is { } export) DescribeExport(operation, export);
        foreach (var (status, meaning) in ProblemsOf(operation, context))
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
                },
            });
        return Task.CompletedTask;
    }

    // The filters are the list's own; pages are not asked for.
    private static void DescribeExport(OpenApiOperation operation, ExportOf export)
    {
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => p.Name is not ("skip" or "take" or "after" or "format"))];
        operation.Parameters.Add(new OpenApiParameter { Name = "format", In = ParameterLocation.Query, Description = "csv or xlsx. Default: xlsx.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = $"The list '{export.List.Name}' as a file, with the columns that the caller may see.",
            Content = new Dictionary<string, OpenApiMediaType> { ["text/csv"] = new(), ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = new() },
        };
    }

    // What is worked out from other members comes in answers; in requests it is passed over.
    private static Task MarkReadOnly(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonPropertyInfo is { Set: null, AssociatedParameter: null } && context.JsonTypeInfo.Kind == JsonTypeInfoKind.None && schema.Enum is not { Count: > 0 }) schema.ReadOnly = true;
        return Task.CompletedTask;
    }

    private static IEnumerable<(string Status, string Meaning)> ProblemsOf(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var needs = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsPermission>().FirstOrDefault();
        var changes = !HttpMethods.IsGet(context.Description.HttpMethod ?? "");
        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 }) yield return ("400", "The request is not well-formed.");
        if (needs is not null || operation.OperationId == "signIn") yield return ("401", "Not signed in.");
        if (needs is not null) yield return ("403", $"Needs the permission {JsonNamingPolicy.CamelCase.ConvertName(needs.Permission.ToString())}.");
        if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path) == true) yield return ("404", "There is no such thing in the caller's scope.");
        if (changes && needs is not null) yield return ("409", "Not possible in the present state.");
        if (operation.RequestBody is not null) yield return ("413", "The body is too large.");
        yield return ("default", "Any other problem.");
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457 problem details.",
        Required = new HashSet<string> { "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Where the kind of problem is described." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The HTTP status in words." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was expected, and what came." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable dotted code, for example tasks.already-handled." },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the operator finds the request by." },
        },
    };
}

using System.Net;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Workflows.Nodes;

internal static partial class CoreDescriptions
{
    private static readonly string[] RequestMethods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    private static IEnumerable<NodeDescription> Composition()
    {
        yield return new("Elsa.SetOutput", "Composition") { Inputs = [new("OutputName", "String", "output-picker"), new("OutputValue", "Object")] };
        yield return new("Elsa.Complete", "Composition") { IsTerminal = true, Inputs = [new("Outcomes", "Object", "outcome-picker") { DefaultSyntax = "Object" }] };
        yield return new("Elsa.ExecuteWorkflow", "Composition")
        {
            Kind = NodeKind.Task,
            Inputs = [Definition(), new("CorrelationId", "String"), Members("Input"), Flag("WaitForCompletion")],
            Outputs = [new("Result")],
        };
        yield return new("Elsa.DispatchWorkflow", "Composition")
        {
            Inputs = [Definition(), new("CorrelationId", "String"), Members("Input"), Flag("WaitForCompletion")],
            Outputs = [new("Result")],
        };
        yield return new("Elsa.BulkDispatchWorkflows", "Composition")
        {
            Kind = NodeKind.Task,
            Inputs =
            [
                Definition(), List("Items"), new("DefaultItemInputKey", "String") { Default = "Item" }, new("CorrelationIdFunction", "String") { AutoEvaluate = false },
                Members("Input"), Flag("WaitForCompletion") with { Default = true },
            ],
            Ports = [Holds("ChildCompleted"), Holds("ChildFaulted"), new("Completed"), new("Canceled"), new("Done")],
        };
    }

    private static IEnumerable<NodeDescription> Http()
    {
        yield return new("Elsa.HttpEndpoint", "HTTP")
        {
            Kind = NodeKind.Trigger,
            Inputs =
            [
                new("Path", "String") { IsRequired = true },
                new("SupportedMethods", "List<String>", "checklist") { Options = ["GET", "POST", "PUT", "HEAD", "DELETE"] },
                Flag("Authorize") with { Category = "Security" },
                new("Policy", "String") { Category = "Security" },
                new("RequestTimeout", "TimeSpan") { Category = "Upload" },
                new("RequestSizeLimit", "Int64") { Category = "Upload" },
                new("FileSizeLimit", "Int64") { Category = "Upload" },
                Texts("AllowedFileExtensions"), Texts("BlockedFileExtensions"), Texts("AllowedMimeTypes"),
                Exposes("ExposeRequestTooLargeOutcome"), Exposes("ExposeFileTooLargeOutcome"), Exposes("ExposeInvalidFileExtensionOutcome"), Exposes("ExposeInvalidFileMimeTypeOutcome"),
            ],
            Outputs =
            [
                new("ParsedContent"), new("Files"), new("File"), new("RouteData", "ObjectDictionary"), new("QueryStringData", "ObjectDictionary"), new("Headers", "ObjectDictionary"), new("Result"),
            ],
        };
        yield return Request("Elsa.SendHttpRequest") with
        {
            Inputs = [new("ExpectedStatusCodes", "Object", "http-status-codes") { IsWrapped = false }, .. RequestInputs()],
            Ports = [Holds("UnmatchedStatusCode"), Holds("FailedToConnect"), Holds("Timeout")],
        };
        yield return Request("Elsa.FlowSendHttpRequest") with
        {
            Inputs = [.. RequestInputs(), new("ExpectedStatusCodes", "List<Int32>", "multitext") { Default = new object?[] { 200 } }],
        };
        yield return new("Elsa.WriteHttpResponse", "HTTP")
        {
            Inputs =
            [
                Choice("StatusCode", "HttpStatusCode", [.. Enum.GetNames<HttpStatusCode>().Distinct()]) with { Default = "OK" },
                new("Content", "Object"),
                Choice("ContentType", "String", ContentTypes),
                Headers("ResponseHeaders"),
            ],
        };
    }

    private static NodeDescription Request(string type) => new(type, "HTTP")
    {
        Kind = NodeKind.Task,
        Outputs = [new("StatusCode", "Int32"), new("ParsedContent"), new("ResponseHeaders", "ObjectDictionary"), new("Result")],
    };

    private static IEnumerable<InputDescription> RequestInputs() =>
    [
        new("Url", "String") { IsRequired = true },
        Choice("Method", "String", RequestMethods) with { Default = "GET" },
        new("Content", "Object"),
        Choice("ContentType", "String", ContentTypes),
        new("Authorization", "String") { Category = "Security", IsSensitive = true },
        Flag("DisableAuthorizationHeaderValidation") with { Category = "Security" },
        Headers("RequestHeaders"),
    ];

    private static InputDescription Definition() => new("WorkflowDefinitionId", "String", "workflow-definition-picker") { IsRequired = true };

    private static InputDescription Headers(string name) => new(name, "ObjectDictionary", "json-editor") { Category = "Advanced", Language = "json" };

    private static InputDescription Texts(string name) => new(name, "List<String>", "multitext") { Category = "Upload" };

    private static InputDescription Exposes(string name) => Flag(name) with { Category = "Outcomes", IsWrapped = false };
}

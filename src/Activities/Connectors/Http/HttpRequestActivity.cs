using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>A step that sends an HTTP request. What may pass by itself is tried again first; only then is it for the flow to decide what a failure means.</summary>
public abstract class HttpRequestActivity(HttpCaller caller) : ConnectorActivity
{
    /// <summary>Attempts before a failure is handed to the flow.</summary>
    protected const int Attempts = 4;

    /// <summary>Where to.</summary>
    [Input("请求地址, 例如 https://api.example.com/orders", DisplayName = "URL"), Required]
    public string Url { get; init; } = "";

    /// <summary>HTTP method.</summary>
    [Input("请求方法", UIHint = "dropdown", Options = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])]
    public string Method { get; init; } = "GET";

    /// <summary>Body: text and bytes as they are, anything else as JSON.</summary>
    [Input("请求正文: 文本, 或对象 (以 JSON 发送)", UIHint = "multiline")]
    public object? Content { get; init; }

    /// <summary>Media type of the body.</summary>
    [Input("正文类型, 例如 application/json", UIHint = "dropdown", Options = ["application/json", "application/xml", "application/x-www-form-urlencoded", "text/plain", "text/html"])]
    public string? ContentType { get; init; }

    /// <summary>Authorization header.</summary>
    [Input("授权, 例如 Bearer …", IsSecret = true)]
    public string? Authorization { get; init; }

    /// <summary>Sends the authorization as it is, whatever it looks like.</summary>
    [Input("不检查授权的格式", UIHint = "checkbox")]
    public bool DisableAuthorizationHeaderValidation { get; init; }

    /// <summary>Further headers, text or a list of texts by name.</summary>
    [Input("""其他请求头, 例如 {"X-Tenant":"7"}""", UIHint = "json-editor", IsSecret = true)]
    public Dictionary<string, object?> RequestHeaders { get; init; } = [];

    /// <summary>Status code of the answer.</summary>
    [Output("状态码")]
    public int? StatusCode { get; private set; }

    /// <summary>Body of the answer: JSON as what it says, text as text.</summary>
    [Output("解析后的响应正文")]
    public object? ParsedContent { get; private set; }

    /// <summary>Headers of the answer, lists of texts by name.</summary>
    [Output("响应头")]
    public Dictionary<string, object?>? ResponseHeaders { get; private set; }

    /// <summary>What is left of the response message once it is stored: its status line.</summary>
    [Output("响应")]
    public Dictionary<string, object?>? Result { get; private set; }

    /// <summary>True when the flow says what an answer of that status means.</summary>
    protected abstract bool Expects(int status);

    /// <summary>Goes on after an answer.</summary>
    protected abstract ActivityResult Answered(int status);

    /// <summary>Goes on without an answer.</summary>
    protected abstract ActivityResult Unanswered(bool hasTimedOut, Refusal why);

    /// <summary>The incident of a status that the flow does not expect.</summary>
    protected static Refusal Unmatched(int status) => new("http.status-unmatched", $"Expected one of the listed status codes, but the answer was HTTP {status}.");

    /// <inheritdoc />
    protected sealed override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        try
        {
            var answer = await caller.SendAsync(Call(context.IdempotencyKey), ct);
            if (answer.IsTransient && !Expects(answer.Status) && !context.IsLastAttempt)
                throw new ConnectorException("http.unavailable", $"Expected an answer, but the system is not able to give one now (HTTP {answer.Status}).", isTransient: true, answer.RetryAfter);
            Keep(answer);
            return Answered(answer.Status);
        }
        catch (ConnectorException e) when (e.IsTransient && context.IsLastAttempt)
        {
            return Unanswered(e.Code == HttpCaller.Timeout, new Refusal(e.Code, e.Message));
        }
    }

    private HttpCall Call(string idempotencyKey) => new(Method, Url, idempotencyKey)
    {
        Content = Content, ContentType = ContentType, Authorization = Authorization, SendsAuthorizationUnchecked = DisableAuthorizationHeaderValidation, Headers = RequestHeaders,
    };

    private void Keep(HttpAnswer answer)
    {
        (StatusCode, ParsedContent, ResponseHeaders) = (answer.Status, answer.Content, answer.Headers);
        Result = new() { ["StatusCode"] = answer.Status, ["ReasonPhrase"] = answer.Reason, ["IsSuccessStatusCode"] = answer.Status is >= 200 and < 300 };
    }
}

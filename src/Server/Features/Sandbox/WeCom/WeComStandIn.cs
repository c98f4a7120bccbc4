using System.Text.Json.Nodes;
using HrBpm.Server.Features.Sandbox.Faults;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary>The routes of the WeCom stand-in, and how it says things: HTTP 200 with an errcode, whatever happened.</summary>
internal static class WeComStandIn
{
    public const int InvalidSecret = 40001, InvalidUserId = 40003, InvalidCorp = 40013, InvalidToken = 40014, InvalidCustomer = 40096, BeingTransferred = 40129, MissingToken = 41001,
        ExpiredToken = 42001, TaskIdUsedOrMalformed = 42014, Malformed = 47001, NoPermission = 48002, MissingParameter = 60011, UnknownMember = 60111, NoValidReceiver = 81013, WrongAgent = 301002;

    public static void MapWeComStandIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapStandIn("/sandbox/wecom/cgi-bin", new Vendor(SandboxSystem.WeCom, Fail, GetToken.ExpireAllAsync));
        group.MapGet("/gettoken", GetToken.HandleAsync);
        group.MapGet("/user/get", Members.GetAsync);
        group.MapPost("/user/update", Members.UpdateAsync);
        group.MapGet("/user/delete", Members.DeleteAsync);
        group.MapPost("/externalcontact/get_unassigned_list", Inheritance.ListUnassignedAsync);
        group.MapPost("/externalcontact/resigned/transfer_customer", Inheritance.TransferAsync);
        group.MapPost("/externalcontact/resigned/transfer_result", Inheritance.ResultAsync);
        group.MapPost("/message/send", Messages.SendAsync);
        group.MapGet("/auth/getuserinfo", Scan.WhoAsync);
    }

    public static IResult Refuse(int errcode, string errmsg) => Say(new JsonObject { ["errcode"] = errcode, ["errmsg"] = errmsg });

    public static IResult Ok(string errmsg = "ok", JsonObject? more = null)
    {
        JsonObject answer = new() { ["errcode"] = 0, ["errmsg"] = errmsg };
        foreach (var (name, value) in more ?? []) answer[name] = value?.DeepClone();
        return Say(answer);
    }

    public static string? Text(this JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static int? Number(this JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static IResult Fail(FaultAnswer fault) =>
        fault.Errcode is { } errcode ? Refuse(errcode, "sandbox fault") : Results.Text("<html>Service Unavailable</html>", "text/html", statusCode: fault.Status);

    private static IResult Say(JsonObject answer) => Results.Text(answer.ToJsonString(), "application/json; charset=UTF-8");
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Ends the session of this browser.</summary>
internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(HttpContext http)
    {
        await http.SignOutAsync(Session.Scheme);
        return TypedResults.NoContent();
    }
}

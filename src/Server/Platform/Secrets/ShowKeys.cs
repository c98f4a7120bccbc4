using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>How far the company's last rotation has come.</summary>
internal static class ShowKeys
{
    public static async Task<Ok<RotationProgress>> HandleAsync(KeyRotation rotation, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok(await rotation.ProgressAsync(user.CompanyId, ct));
}

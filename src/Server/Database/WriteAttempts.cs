using System.Security.Cryptography;

namespace HrBpm.Server.Database;

/// <summary>Writes in a scope and a transaction of its own, and repeats the whole of it in a fresh scope when somebody else was faster.</summary>
internal sealed class WriteAttempts(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int Most = 20;

    /// <summary>Runs the work and commits what it wrote.</summary>
    /// <param name="work">Gets the scope's services. Runs again after a conflict.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<T> RunAsync<T>(Func<IServiceProvider, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var scope = scopes.CreateAsyncScope();
                await using (scope)
                {
                    var transaction = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
                    await transaction.BeginAsync(ct);
                    var result = await work(scope.ServiceProvider, ct);
                    await transaction.CommitAsync(ct);
                    return result;
                }
            }
            catch (Exception e) when (attempt < Most && WriteConflict.Is(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 10 * attempt)), time, ct);
            }
        }
    }
}

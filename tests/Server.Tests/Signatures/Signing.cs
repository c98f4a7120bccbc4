using System.Text;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Signatures;

/// <summary>How the inbox signs: prepare outside a transaction, record in the one of the run.</summary>
internal static class Signing
{
    public const string Document = "交接单\n张伟 → 陈晨\n笔记本电脑 LT-0042";

    public static async Task<(SignatureDraft? Draft, Refusal? Refusal)> PrepareAsync(this HrBpmServer server, string userName, string password = HrBpmServer.Password, string document = Document)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var person = await server.PersonAsync(userName);
        return await scope.ServiceProvider.GetRequiredService<ISignatures>().PrepareAsync(
            new SignRequest(person, password, "本人确认交接内容属实", Encoding.UTF8.GetBytes(document), "交接单", "203.0.113.7", "Test/1.0"), CancellationToken.None);
    }

    public static async Task<Guid> SignAsync(this HrBpmServer server, string userName, string document = Document)
    {
        var (draft, refusal) = await server.PrepareAsync(userName, document: document);
        refusal.ShouldBeNull();
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ISignatures>().Record(draft!, new SignedSubject("task", "41", "run-1"));
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
        return draft!.Id;
    }

    public static Task<Guid> PersonAsync(this HrBpmServer server, string userName) => server.ReadAsync(db => db.People.Where(p => p.UserName == userName).Select(p => p.Id).SingleAsync());

    public static async Task<T> ReadAsync<T>(this HrBpmServer server, Func<AppDbContext, Task<T>> query)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }
}

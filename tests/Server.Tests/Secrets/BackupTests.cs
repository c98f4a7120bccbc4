using HrBpm.Server.Features.Org;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Backups;
using HrBpm.Server.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Secrets;

[Early]
public sealed class BackupTests
{
    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task A_backup_is_made_and_restored_while_the_server_works(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        string? kept = null;
        try
        {
            await using (var server = await HrBpmServer.StartAsync(fresh))
            {
                await server.SignInAsync("zhang.wei");
                await RenameAsync(server, "张伟一");
                var made = await MakeAsync(server);
                made.Manifest.Rows["people"].ShouldBe(await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.LongCountAsync()));
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(PathOf(fresh, made.Name))).ShouldNotContain("zhang.wei");
                await RenameAsync(server, "张伟二");

                var rehearsed = await RestoreAsync(fresh, made.Name, isRehearsal: true);
                rehearsed.Manifest.Rows.ShouldBe(made.Manifest.Rows);
                rehearsed.Audit.ShouldStartWith("chain verified:");
                (await NameAsync(server)).ShouldBe("张伟二", "a rehearsal touches nothing");

                (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, made.Name))).Message.ShouldContain("--overwrite");
                (await CommandLine.RunAsync(["restore", "--rehearse", "--from", made.Name, .. fresh.Arguments])).ShouldBe(0);
                (await CommandLine.RunAsync(["restore", "--from", made.Name, .. fresh.Arguments])).ShouldBe(1, "without --overwrite");
                (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, made.Name, mayReplace: true))).Message.ShouldContain("--request");
                var approval = await ApproveAsync(server, fresh, made.Name);
                (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, made.Name, mayReplace: true, approval: Guid.NewGuid()))).Message.ShouldContain("two people agreed");
                kept = (await RestoreAsync(fresh, null, mayReplace: true, approval: approval)).Kept;
                kept.ShouldNotBeNull();
                if (database == TestDatabase.Postgres) NpgsqlConnection.ClearAllPools();
                (await NameAsync(server)).ShouldBe("张伟一", "the running server reads what was restored");
            }

            await using var restarted = await HrBpmServer.StartAsync(fresh);
            await restarted.SignInAsync("zhang.wei");
            var recorded = await restarted.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action == "backup.restored"));
            recorded.ShouldBe(await restarted.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Action != "backup.restored").Select(e => e.CompanyId).Distinct().CountAsync()));
            await restarted.Services.GetRequiredService<HrBpm.Server.Features.Audit.AuditSealer>().SealAsync(CancellationToken.None);
            (await restarted.Services.GetRequiredService<HrBpm.Server.Features.Audit.AuditVerifier>().VerifyAsync(CancellationToken.None)).Problems.ShouldBeEmpty();
        }
        finally
        {
            if (kept is not null && database == TestDatabase.Postgres) await DropAsync(kept);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_backup_that_was_changed_cut_off_or_made_by_a_newer_version_is_refused_and_nothing_is_touched(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        await using var server = await HrBpmServer.StartAsync(fresh);
        var made = await MakeAsync(server);
        var path = PathOf(fresh, made.Name);
        var whole = await File.ReadAllBytesAsync(path);

        var changed = (byte[])whole.Clone();
        changed[changed.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, changed);
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, made.Name, isRehearsal: true))).Message.ShouldContain("SHA-256");
        await File.WriteAllBytesAsync(PathOf(fresh, "changed"), changed);
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, "changed", isRehearsal: true))).Message.ShouldContain("it was changed");
        await File.WriteAllBytesAsync(PathOf(fresh, "cut"), whole[..^5]);
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, "cut", isRehearsal: true))).Message.ShouldContain("the file ends before it");
        await File.WriteAllTextAsync(PathOf(fresh, "other"), "not a backup at all");
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, "other", isRehearsal: true))).Message.ShouldContain("something else");

        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" (migration_id, product_version) VALUES ('99990101000000_Future', '99.0')"));
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var newer = await MakeAsync(server);
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, newer.Name, isRehearsal: true))).Message.ShouldContain("'99990101000000_Future', which this version does not know");
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id = '99990101000000_Future'"));
        await ShouldNotFitTheOtherKindAsync(fresh, path, whole);
        (await NameAsync(server)).ShouldBe("张伟", "the live database is as it was");
        (await ScratchesAsync(fresh)).ShouldBeEmpty();
    }

    // With the same keys, so that it opens.
    private static async Task ShouldNotFitTheOtherKindAsync(FreshDatabase fresh, string path, byte[] whole)
    {
        var other = fresh.Kind == TestDatabase.Sqlite ? TestDatabase.Postgres : TestDatabase.Sqlite;
        if (other == TestDatabase.Postgres && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable))) return;
        await using var foreign = new FreshDatabase(other);
        Directory.CreateDirectory(Path.Combine(foreign.Folder, "keys"));
        Directory.CreateDirectory(Path.Combine(foreign.Folder, "backups"));
        File.Copy(Path.Combine(fresh.Folder, "keys", "master.keys"), Path.Combine(foreign.Folder, "keys", "master.keys"));
        await File.WriteAllBytesAsync(PathOf(foreign, Path.GetFileName(path)), whole);
        File.Copy(path + ".json", PathOf(foreign, Path.GetFileName(path) + ".json"));
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(foreign, Path.GetFileName(path)))).Message.ShouldBe($"Expected a backup of a {other} database, but it is one of {fresh.Kind}.");
        (await ScratchesAsync(foreign)).ShouldBeEmpty();
    }

    // Databases that a restore began and left behind.
    private static async Task<List<string>> ScratchesAsync(FreshDatabase database)
    {
        if (database.Kind == TestDatabase.Sqlite) return [.. Directory.GetFiles(database.Folder, "*scratch*")];
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable));
        await maintenance.OpenAsync();
        await using var list = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE @name", maintenance) { Parameters = { new("name", database.PostgresName.Replace("_", "\\_", StringComparison.Ordinal) + "\\_scratch%") } };
        await using var rows = await list.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        return names;
    }

    [Fact]
    public async Task Backups_go_to_storage_that_speaks_S3_and_old_ones_are_removed_there_and_here()
    {
        using var storage = new S3StandIn();
        await using var fresh = new FreshDatabase(TestDatabase.Sqlite);
        await TemplateDatabases.CopyToAsync(fresh);
        string[] s3 =
        [
            $"--Backups:S3:Endpoint={storage.Address}", "--Backups:S3:Bucket=vault", "--Backups:S3:AccessKey=key", "--Backups:S3:SecretKey=secret",
            "--Backups:KeepAtLeast=1", "--Backups:RetainedFor=10.00:00:00",
        ];
        await using var server = await HrBpmServer.StartAsync(fresh, s3.Select(s => s[2..].Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1]));

        var first = await MakeAsync(server);
        server.Clock.Advance(TimeSpan.FromDays(5));
        var second = await MakeAsync(server);
        storage.Names.ShouldBe([$"vault/hrbpm/{first.Name}", $"vault/hrbpm/{first.Name}.json", $"vault/hrbpm/{second.Name}", $"vault/hrbpm/{second.Name}.json"]);
        server.Clock.Advance(TimeSpan.FromDays(6));
        var third = await MakeAsync(server);
        third.Removed.ShouldBe(2, "one in each place");
        storage.Names.ShouldBe([$"vault/hrbpm/{second.Name}", $"vault/hrbpm/{second.Name}.json", $"vault/hrbpm/{third.Name}", $"vault/hrbpm/{third.Name}.json"]);
        Directory.GetFiles(Path.Combine(fresh.Folder, "backups"), "*.backup").Select(Path.GetFileName).Order().ShouldBe([second.Name, third.Name]);

        Directory.Delete(Path.Combine(fresh.Folder, "backups"), recursive: true);
        var rehearsed = await new RestoreBackup([.. fresh.Arguments, .. s3]).RunAsync(new(null, IsFromS3: true, IsRehearsal: true, MayReplace: false), CancellationToken.None);
        rehearsed.Name.ShouldBe(third.Name);
        await ShouldBeMadeByTheScheduleAsync(server, storage);
    }

    // The storage cannot be reached for a while; two processes keep the time, each by itself.
    private static async Task ShouldBeMadeByTheScheduleAsync(HrBpmServer server, S3StandIn storage)
    {
        var day = new ScheduledBackup(server.Services.GetRequiredService<MakeBackup>(), new BackupOptions { Every = TimeSpan.FromDays(1) });
        Task<MakeBackup.Made?> LookAsync() => day.RunAsync(CancellationToken.None);
        (await server.Services.GetRequiredService<ScheduledBackup>().RunAsync(CancellationToken.None)).ShouldBeNull("the setting names no schedule");
        (await LookAsync()).ShouldBeNull("the newest is not a day old");
        storage.IsDown = true;
        server.Clock.Advance(TimeSpan.FromHours(24));
        (await Should.ThrowAsync<BackupException>(LookAsync)).Message.ShouldContain("could not be sent to s3://vault/hrbpm/");
        await Should.ThrowAsync<Amazon.S3.AmazonS3Exception>(LookAsync);
        var kept = Directory.GetFiles(server.Services.GetRequiredService<BackupOptions>().Folder, "*.backup").Select(Path.GetFileName).Single()!;
        storage.Names.ShouldNotContain($"vault/hrbpm/{kept}");

        storage.IsDown = false;
        server.Clock.Advance(ScheduledBackup.BeatOf(TimeSpan.FromDays(1)));
        (await LookAsync()).ShouldBeNull("the one that is there is sent, no other is made");
        storage.Names.ShouldContain($"vault/hrbpm/{kept}");
        storage.Names.ShouldContain($"vault/hrbpm/{kept}.json");
        server.Clock.Advance(TimeSpan.FromHours(23));
        (await LookAsync()).ShouldBeNull();
        server.Clock.Advance(TimeSpan.FromMinutes(50));
        (await LookAsync()).ShouldNotBeNull("a day after the one before");
        (await LookAsync()).ShouldBeNull("another process has made it");
    }

    private static Task<MakeBackup.Made> MakeAsync(HrBpmServer server) => server.Services.GetRequiredService<MakeBackup>().RunAsync(CancellationToken.None);

    private static Task<RestoreBackup.Restored> RestoreAsync(FreshDatabase database, string? name, bool isRehearsal = false, bool mayReplace = false, Guid? approval = null) =>
        new RestoreBackup(database.Arguments).RunAsync(new(name, IsFromS3: false, isRehearsal, mayReplace, approval), CancellationToken.None);

    // One who looks after the whole group asks, another consents. A single company's administrator may not even see that there are backups.
    private static async Task<Guid> ApproveAsync(HrBpmServer server, FreshDatabase fresh, string name)
    {
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            foreach (var userName in (string[])["zhao.min", "pan.yue"])
            {
                var person = await db.People.SingleAsync(p => p.UserName == userName);
                db.RoleGrants.Add(new RoleGrant { CompanyId = person.CompanyId, PersonId = person.Id, Role = "GroupAdministrator" });
            }
            return await db.SaveChangesAsync();
        });
        var (first, second) = (await server.SignInAsync("zhao.min"), await server.SignInAsync("pan.yue"));
        await (await (await server.SignInAsync("xu.nuo")).GetAsync("/api/backups")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        (await first.GetFromJsonAsync<JsonArray>("/api/backups"))!.Select(b => (string)b!["name"]!).ShouldBe([name]);
        var rehearsed = await first.PostAsJsonAsync("/api/backups/rehearse", new { name });
        rehearsed.StatusCode.ShouldBe(HttpStatusCode.OK, await rehearsed.Content.ReadAsStringAsync());
        await (await first.PostAsJsonAsync("/api/backups/restore", new { name = "hrbpm-sqlite-20200101T000000Z.backup", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "backups.unknown");
        var asked = (await (await first.PostAsJsonAsync("/api/backups/restore", new { name, reason = "误删" })).Content.ReadFromJsonAsync<JsonObject>())!;
        var id = (Guid)asked["requestId"]!;
        (await Should.ThrowAsync<BackupException>(() => RestoreAsync(fresh, name, mayReplace: true, approval: id))).Message.ShouldContain("two people agreed");
        (await second.PostAsync($"/api/two-person-requests/{id}/consent", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return id;
    }

    private static string PathOf(FreshDatabase database, string name) => Path.Combine(database.Folder, "backups", name);

    private static Task<string> NameAsync(HrBpmServer server) => server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.Where(p => p.UserName == "zhang.wei").Select(p => p.Name).SingleAsync());

    private static Task<int> RenameAsync(HrBpmServer server, string name) =>
        server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.Where(p => p.UserName == "zhang.wei").ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, name)));

    private static async Task DropAsync(string name)
    {
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable));
        await maintenance.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", maintenance);
        await drop.ExecuteNonQueryAsync();
    }
}

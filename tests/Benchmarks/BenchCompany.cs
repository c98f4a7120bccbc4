using System.Globalization;
using System.Text;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Org.Structure;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>A company of made-up people: 5 branches, 500 departments in three levels, and a file of as many people as are asked for. Always the same ones.</summary>
internal sealed class BenchCompany
{
    public const int People = 100_000;

    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段章钱汤尹黎易常武乔贺赖龚文单解仇查";
    private const string Given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉华红飞玲建国志文辉力鑫波斌宇浩凯健俊帆雪琳梅云峰晨阳欣怡子涵梓轩雨泽思远嘉琪佳豪一诺可馨博";

    /// <summary>The company.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Somebody of HR, who may see everybody.</summary>
    public Guid HrId { get; } = Guid.CreateVersion7();

    /// <summary>Puts the company without its people into the database.</summary>
    public async Task AddAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.Add(new Company { Id = Id, Name = "基准公司" });
        var branches = Enumerable.Range(0, 5).Select(n => new Branch { CompanyId = Id, Name = BranchOf(n), TimeZoneId = "Asia/Shanghai", Locale = "zh-CN" }).ToList();
        var position = new Position { CompanyId = Id, Name = "人事经理" };
        db.AddRange(branches);
        db.Add(position);
        var departments = new List<Department>();
        for (var n = 0; n < 500; n++)
        {
            var id = Guid.CreateVersion7();
            var parent = n == 0 ? null : departments[n <= 20 ? 0 : 1 + (n % 20)];
            departments.Add(new Department { Id = id, CompanyId = Id, ParentId = parent?.Id, Name = DepartmentOf(n), Path = Department.PathUnder(parent, id) });
            db.Add(new DepartmentPeriod { CompanyId = Id, DepartmentId = id, Name = DepartmentOf(n), ParentId = parent?.Id, From = new DateOnly(2020, 1, 1) });
        }

        db.AddRange(departments);
        db.Add(new PersonRecord { Id = HrId, CompanyId = Id, Name = "赵敏", EmployeeNumber = "HR1", UserName = "bench.hr", Email = "hr@bench.example" });
        db.Add(new Employment { CompanyId = Id, PersonId = HrId, BranchId = branches[0].Id, DepartmentId = departments[0].Id, PositionId = position.Id, From = new DateOnly(2020, 1, 1) });
        db.Add(new RoleGrant { CompanyId = Id, PersonId = HrId, Role = OrgRoles.HrManager });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The people as a CSV file in UTF-8.</summary>
    public static byte[] File(int people = People)
    {
        var random = new Random(7);
        var text = new StringBuilder("工号,姓名,用户名,邮箱,手机,分公司,部门,职位,直属上级工号,入职日期\n");
        for (var n = 0; n < people; n++)
        {
            var name = string.Concat(Surnames[random.Next(Surnames.Length)], Given[random.Next(Given.Length)].ToString(), random.Next(3) == 0 ? "" : Given[random.Next(Given.Length)].ToString());
            var manager = n == 0 ? "HR1" : NumberOf((n - 1) / 10);
            text.Append(CultureInfo.InvariantCulture, $"{NumberOf(n)},{name},u{n},u{n}@bench.example,1{random.NextInt64(3_000_000_000, 9_999_999_999)},{BranchOf(n % 5)},{DepartmentOf(n % 500)},职位{n % 40},{manager},{2010 + (n % 16)}-0{1 + (n % 9)}-15\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Puts an import into the database, ready to be run.</summary>
    public async Task<PeopleImport> ImportAsync(IServiceProvider services, byte[] file, ImportState state, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var import = new PeopleImport
        {
            CompanyId = Id,
            UploadedById = HrId,
            UploadedUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            FileName = "people.csv",
            Sha256 = "",
            Mapping = ImportMapping.Suggest(ImportFile.Open(file).Columns, [], seesPhones: true).ToJson(),
            State = state,
        };
        db.Add(import);
        db.Add(new ImportedFile { Id = import.Id, CompanyId = Id, Bytes = file });
        await db.SaveChangesAsync(ct);
        return import;
    }

    private static string NumberOf(int n) => string.Create(CultureInfo.InvariantCulture, $"B{n:D6}");

    private static string BranchOf(int n) => string.Create(CultureInfo.InvariantCulture, $"分公司{n}");

    private static string DepartmentOf(int n) => string.Create(CultureInfo.InvariantCulture, $"部门{n}");
}

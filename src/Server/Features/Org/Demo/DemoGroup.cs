namespace HrBpm.Server.Features.Org.Demo;

/// <summary>A branch of the demo group.</summary>
internal sealed record DemoBranch(string Name, string TimeZoneId, string Locale);

/// <summary>A department of the demo group, with its head by user name.</summary>
internal sealed record DemoDepartment(string Name, string? Parent, string Head);

/// <summary>A company of the demo group.</summary>
/// <param name="NumberPrefix">What its employee numbers begin with.</param>
internal sealed record DemoCompany(string Name, string NumberPrefix, IReadOnlyList<DemoBranch> Branches, IReadOnlyList<DemoDepartment> Departments, IReadOnlyList<DemoPerson> People);

/// <summary>The group that a new installation can be tried with.</summary>
internal static class DemoGroup
{
    public const string Name = "星河集团";

    /// <summary>The password of all its people.</summary>
    public const string Password = "Hrbpm-2026!";

    public static readonly IReadOnlyList<DemoCompany> Companies =
    [
        new("星河科技", "XK",
            [new("上海分公司", "Asia/Shanghai", "zh-CN"), new("伦敦分公司", "Europe/London", "en-GB")],
            [
                new("总经办", null, "lin.feng"),
                new("销售部", "总经办", "wang.qiang"),
                new("客户成功部", "总经办", "xie.min"),
                new("研发部", "总经办", "deng.chao"),
                new("人力资源部", "总经办", "zhao.min"),
                new("信息技术部", "总经办", "cheng.hao"),
                new("财务部", "总经办", "zheng.kai"),
                new("行政部", "总经办", "shen.jie"),
            ],
            DemoPeople.Tech),
        new("星河实验学校", "XX",
            [new("星河实验学校本部", "Asia/Shanghai", "zh-CN")],
            [
                new("校长室", null, "fang.mingyuan"),
                new("教务处", "校长室", "gu.yifan"),
                new("语文组", "教务处", "bai.xue"),
                new("数学组", "教务处", "lu.ming"),
                new("英语组", "教务处", "tao.ran"),
                new("科学组", "教务处", "ding.yi"),
                new("德育处", "校长室", "yao.na"),
                new("总务处", "校长室", "fan.bing"),
                new("人事处", "校长室", "jia.ling"),
            ],
            DemoPeople.School),
    ];
}

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>Somebody of the demo whom a newcomer may want to be.</summary>
/// <param name="Person">Who they are.</param>
/// <param name="Does">What they can do, or have to do in an offboarding, in Chinese.</param>
/// <param name="DoesInEnglish">The same in English.</param>
internal sealed record DemoRoleplay(DemoPerson Person, string Does, string DoesInEnglish);

/// <summary>Those who take part in an offboarding of the demo, and those who look after it, in the order in which they come on.</summary>
internal static class DemoCast
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<DemoRoleplay> All =
    [
        Of("zhao.min", "人力资源总监：改流程、发起离职、快进演示时间", "HR manager: changes flows, starts a resignation, moves the demo's clock"),
        Of("liu.yang", "人事专员：发起离职、核算薪资、办社保", "HR specialist: starts a resignation, works out pay, social insurance"),
        Of("xu.nuo", "公司管理员：改流程、管理公司", "Administrator: changes flows, looks after the company"),
        Of("zhang.wei", "离职的人：列交接清单、签交接单", "The leaver: lists what is handed over, signs the sheet"),
        Of("li.na", "张伟的主管：知悉并签署", "Zhang Wei's manager: takes note and signs"),
        Of("wang.qiang", "张伟的部门负责人：审批、签署交接", "Head of the department: approves, signs the handover"),
        Of("chen.chen", "接手张伟的工作：逐条确认", "Takes over from Zhang Wei: confirms each line"),
        Of("sun.lei", "IT：签署账号已收回", "IT: signs that accounts are closed"),
        Of("zhou.ting", "行政：验收资产", "Administration: takes assets back"),
        Of("wu.jing", "财务：核对借款", "Finance: checks loans"),
        Of("zheng.kai", "财务经理：同意提前发薪", "Finance manager: agrees to early pay"),
        Of("feng.xue", "薪资专员：看结算单", "Payroll: sees pay statements"),
        Of("oliver.smith", "伦敦的经理，用英文", "A manager in London, in English"),
        Of("charlotte.davies", "伦敦的人力资源业务伙伴", "HR business partner in London"),
        Of("kang.ning", "学校管理员：改学校自己的流程", "The school's administrator: changes the school's flows"),
        Of("zou.wen", "学校人事：发起教师离职", "The school's HR: starts a teacher's leaving"),
    ];

    /// <summary>The one with this user name; null for others.</summary>
    public static DemoRoleplay? Find(string userName) => All.FirstOrDefault(one => one.Person.UserName == userName);

    private static DemoRoleplay Of(string userName, string does, string english) => new(DemoGroup.Companies.SelectMany(company => company.People).Single(person => person.UserName == userName), does, english);
}

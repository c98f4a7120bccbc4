using static HrBpm.Activities.Org.OrgRoles;

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>A person of the demo group: who they are, where they work, for whom, and the role that they hold.</summary>
/// <param name="BranchRoleOnly">The role is held for the person's branch only, not for the company.</param>
internal sealed record DemoPerson(string UserName, string Name, string Branch, string Department, string Position, string? Manager, string? Role = null, bool BranchRoleOnly = false);

/// <summary>The people of the demo group, in order of employee number.</summary>
internal static class DemoPeople
{
    private const string Shanghai = "上海分公司", London = "伦敦分公司", Campus = "星河实验学校本部";

    /// <summary>星河科技.</summary>
    public static readonly IReadOnlyList<DemoPerson> Tech =
    [
        new("lin.feng", "林峰", Shanghai, "总经办", "总经理", null),
        new("su.qing", "苏晴", Shanghai, "总经办", "总经理助理", "lin.feng"),
        new("xu.nuo", "许诺", Shanghai, "总经办", "公司管理员", "lin.feng", CompanyAdministrator),
        new("wang.qiang", "王强", Shanghai, "销售部", "销售总监", "lin.feng"),
        new("li.na", "李娜", Shanghai, "销售部", "销售经理", "wang.qiang"),
        new("zhang.wei", "张伟", Shanghai, "销售部", "客户经理", "li.na"),
        new("chen.chen", "陈晨", Shanghai, "销售部", "客户经理", "li.na"),
        new("he.jing", "何静", Shanghai, "销售部", "客户经理", "li.na"),
        new("gao.xiang", "高翔", Shanghai, "销售部", "客户经理", "li.na"),
        new("luo.dan", "罗丹", Shanghai, "销售部", "销售助理", "li.na"),
        new("oliver.smith", "Oliver Smith", London, "销售部", "销售经理", "wang.qiang"),
        new("emma.jones", "Emma Jones", London, "销售部", "客户经理", "oliver.smith"),
        new("james.brown", "James Brown", London, "销售部", "客户经理", "oliver.smith"),
        new("xie.min", "谢敏", Shanghai, "客户成功部", "客户成功总监", "lin.feng"),
        new("tang.xin", "唐欣", Shanghai, "客户成功部", "客户成功经理", "xie.min"),
        new("han.lei", "韩磊", Shanghai, "客户成功部", "客户成功经理", "xie.min"),
        new("cao.ying", "曹颖", Shanghai, "客户成功部", "客户成功专员", "tang.xin"),
        new("sophie.taylor", "Sophie Taylor", London, "客户成功部", "客户成功经理", "xie.min"),
        new("deng.chao", "邓超", Shanghai, "研发部", "研发总监", "lin.feng"),
        new("peng.fei", "彭飞", Shanghai, "研发部", "研发经理", "deng.chao"),
        new("zeng.lin", "曾琳", Shanghai, "研发部", "测试工程师", "peng.fei"),
        new("tian.yu", "田宇", Shanghai, "研发部", "软件工程师", "peng.fei"),
        new("dong.jie", "董洁", Shanghai, "研发部", "软件工程师", "peng.fei"),
        new("yuan.shuai", "袁帅", Shanghai, "研发部", "软件工程师", "peng.fei"),
        new("pan.yue", "潘悦", Shanghai, "研发部", "产品经理", "deng.chao"),
        new("yu.hang", "于航", Shanghai, "研发部", "软件工程师", "peng.fei"),
        new("daniel.wilson", "Daniel Wilson", London, "研发部", "软件工程师", "deng.chao"),
        new("amelia.evans", "Amelia Evans", London, "研发部", "产品经理", "deng.chao"),
        new("zhao.min", "赵敏", Shanghai, "人力资源部", "人力资源总监", "lin.feng", HrManager),
        new("liu.yang", "刘洋", Shanghai, "人力资源部", "人事专员", "zhao.min", HrSpecialist),
        new("jiang.wen", "蒋雯", Shanghai, "人力资源部", "人力资源业务伙伴", "zhao.min", HrBp),
        new("charlotte.davies", "Charlotte Davies", London, "人力资源部", "人力资源业务伙伴", "zhao.min", HrBp, BranchRoleOnly: true),
        new("cheng.hao", "程浩", Shanghai, "信息技术部", "信息技术经理", "lin.feng"),
        new("sun.lei", "孙磊", Shanghai, "信息技术部", "系统管理员", "cheng.hao", It),
        new("harry.thomas", "Harry Thomas", London, "信息技术部", "系统管理员", "cheng.hao", It, BranchRoleOnly: true),
        new("zheng.kai", "郑凯", Shanghai, "财务部", "财务经理", "lin.feng", FinanceManager),
        new("wu.jing", "吴静", Shanghai, "财务部", "会计", "zheng.kai", Finance),
        new("feng.xue", "冯雪", Shanghai, "财务部", "薪资专员", "zheng.kai", PayrollClerk),
        new("shen.jie", "沈洁", Shanghai, "行政部", "行政经理", "lin.feng"),
        new("zhou.ting", "周婷", Shanghai, "行政部", "行政专员", "shen.jie", Administration),
        new("grace.walker", "Grace Walker", London, "行政部", "行政专员", "shen.jie", Administration, BranchRoleOnly: true),
    ];

    /// <summary>星河实验学校.</summary>
    public static readonly IReadOnlyList<DemoPerson> School =
    [
        new("fang.mingyuan", "方明远", Campus, "校长室", "校长", null),
        new("qin.lan", "秦岚", Campus, "校长室", "副校长", "fang.mingyuan"),
        new("gu.yifan", "顾一凡", Campus, "教务处", "教务主任", "qin.lan"),
        new("meng.jia", "孟佳", Campus, "教务处", "教务员", "gu.yifan"),
        new("bai.xue", "白雪", Campus, "语文组", "教研组长", "gu.yifan"),
        new("shi.lei", "石磊", Campus, "语文组", "教师", "bai.xue"),
        new("ye.zi", "叶子", Campus, "语文组", "教师", "bai.xue"),
        new("lu.ming", "陆鸣", Campus, "数学组", "教研组长", "gu.yifan"),
        new("jin.yan", "金燕", Campus, "数学组", "教师", "lu.ming"),
        new("wei.ran", "魏然", Campus, "数学组", "教师", "lu.ming"),
        new("tao.ran", "陶然", Campus, "英语组", "教研组长", "gu.yifan"),
        new("mary.clark", "Mary Clark", Campus, "英语组", "外籍教师", "tao.ran"),
        new("ding.yi", "丁一", Campus, "科学组", "教研组长", "gu.yifan"),
        new("ren.jie", "任杰", Campus, "科学组", "教师", "ding.yi"),
        new("yao.na", "姚娜", Campus, "德育处", "德育主任", "qin.lan"),
        new("fan.bing", "范冰", Campus, "总务处", "总务主任", "fang.mingyuan", Administration),
        new("cui.jian", "崔健", Campus, "总务处", "信息管理员", "fan.bing", It),
        new("jia.ling", "贾玲玲", Campus, "人事处", "人事主任", "fang.mingyuan", HrManager),
        new("zou.wen", "邹文", Campus, "人事处", "人事干事", "jia.ling", HrSpecialist),
        new("xiong.li", "熊丽", Campus, "总务处", "会计", "fan.bing", Finance),
        new("kang.ning", "康宁", Campus, "校长室", "学校管理员", "fang.mingyuan", CompanyAdministrator),
    ];
}

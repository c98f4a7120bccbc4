using System.Collections.Frozen;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>What a column of an imported file can hold.</summary>
internal enum ImportField
{
    /// <summary>Unique in the company; says whom a row is about.</summary>
    EmployeeNumber,

    /// <summary>The name as people write it.</summary>
    Name,

    /// <summary>The name to sign in with. Where there is none: the beginning of the e-mail address.</summary>
    UserName,

    /// <summary>Address at work.</summary>
    Email,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>User id in WeCom.</summary>
    WeComUserId,

    /// <summary>The unionId in DingTalk.</summary>
    DingTalkUnionId,

    /// <summary>Name of the branch.</summary>
    Branch,

    /// <summary>Name of the department, or the names from the top down with slashes between.</summary>
    Department,

    /// <summary>Name of the position; a new one is made.</summary>
    Position,

    /// <summary>Employee number of the direct manager.</summary>
    Manager,

    /// <summary>Employee number of the dotted-line manager.</summary>
    DottedLineManager,

    /// <summary>Employee number of the HR business partner.</summary>
    HrBp,

    /// <summary>First day.</summary>
    From,

    /// <summary>Last day.</summary>
    Until,
}

/// <summary>Which headings are known for which field, in Chinese and English.</summary>
internal static class ImportHeadings
{
    private static readonly FrozenDictionary<string, ImportField> Known = new (ImportField Field, string Headings)[]
    {
        (ImportField.EmployeeNumber, "工号 员工编号 员工号 员工工号 人员编号 职工号 employeenumber employeeno employeeid employeecode staffno staffid staffnumber empno number"),
        (ImportField.Name, "姓名 员工姓名 名字 中文名 name fullname employeename"),
        (ImportField.UserName, "用户名 登录名 登录账号 账号 帐号 username login loginname account"),
        (ImportField.Email, "邮箱 电子邮箱 电子邮件 工作邮箱 企业邮箱 公司邮箱 email mail emailaddress workemail"),
        (ImportField.Phone, "手机 手机号 手机号码 电话 电话号码 联系电话 phone mobile phonenumber mobilephone mobilenumber telephone"),
        (ImportField.WeComUserId, "企业微信 企业微信账号 企业微信id 企微账号 wecom wecomuserid wecomid"),
        (ImportField.DingTalkUnionId, "钉钉 钉钉账号 钉钉id 钉钉unionid unionid dingtalk dingtalkunionid dingtalkid"),
        (ImportField.Branch, "分公司 分支机构 所属分公司 工作地点 办公地点 branch location office site"),
        (ImportField.Department, "部门 所属部门 部门名称 所在部门 department dept departmentname"),
        (ImportField.Position, "职位 岗位 职务 岗位名称 职位名称 position positionname jobtitle title job"),
        (ImportField.Manager, "直属上级 直接上级 直属上级工号 直接上级工号 上级工号 汇报对象 汇报对象工号 manager managernumber managerno managerid directmanager reportsto supervisor"),
        (ImportField.DottedLineManager, "虚线上级 虚线上级工号 虚线汇报 dottedlinemanager dottedline dottedlinemanagernumber"),
        (ImportField.HrBp, "hrbp hrbp工号 hrbpnumber hrbusinesspartner"),
        (ImportField.From, "入职日期 入职时间 入司日期 开始日期 生效日期 任职开始日期 startdate hiredate joiningdate onboarddate from"),
        (ImportField.Until, "离职日期 最后工作日 结束日期 任职结束日期 enddate lastday lastworkingday terminationdate until"),
    }.SelectMany(known => known.Headings.Split(' ').Select(heading => (heading, known.Field))).ToFrozenDictionary(known => known.heading, known => known.Field);

    /// <summary>Which column probably holds which field. A column that is not known is left out; of two for one field, the first is taken.</summary>
    public static IReadOnlyDictionary<ImportField, string> Suggest(IEnumerable<string> columns)
    {
        var found = new Dictionary<ImportField, string>();
        foreach (var column in columns)
            if (Known.TryGetValue(Plain(column), out var field)) found.TryAdd(field, column);
        return found;
    }

    // "Employee No. (*)" and "employee_no" are the same.
    private static string Plain(string heading) => string.Concat(heading.Split('(', '（')[0].ToLowerInvariant().Where(char.IsLetterOrDigit));
}

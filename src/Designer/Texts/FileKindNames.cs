namespace HrBpm.Designer.Texts;

/// <summary>What the kinds of files are called that forms may ask for.</summary>
public static class FileKindNames
{
    /// <summary>The name of a kind (zh-CN), to be said in the reader's language; the kind itself where there is none.</summary>
    public static string Of(string kind) => kind switch
    {
        "picture" => "图片", "pdf" => "PDF", "document" => "文档", "sheet" => "电子表格", "slides" => "演示文稿", "archive" => "压缩包", _ => kind,
    };
}

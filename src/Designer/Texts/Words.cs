namespace HrBpm.Designer.Texts;

/// <summary>What pages say. The key is the Chinese text itself; <c>Words.en.resx</c> holds the English one.</summary>
public sealed class Words;

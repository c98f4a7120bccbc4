namespace HrBpm.Server.Platform.Secrets;

/// <summary>Something encrypted cannot be opened: it was changed, it stands where something else was sealed, or its key is missing. The message tells the operator which; it names no secret.</summary>
internal sealed class SealedValueException(string message) : Exception(message);

namespace HrBpm.Server.Platform.Secrets;

/// <summary>The keys above all others, which never lie in the database: they wrap the companies' keys and the backups'. A key management service would be one more implementation.</summary>
internal interface IMasterKeys
{
    /// <summary>Encrypts a key for storage, with the newest master key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="use">What the key is for, and whose it is; the same must be said to <see cref="UnwrapAsync"/>.</param>
    /// <param name="ct">Cancels.</param>
    Task<byte[]> WrapAsync(byte[] key, string use, CancellationToken ct);

    /// <summary>The key again.</summary>
    /// <exception cref="SealedValueException">The master key that wrapped it is missing, or it was wrapped for another use, or it was changed.</exception>
    Task<byte[]> UnwrapAsync(byte[] wrapped, string use, CancellationToken ct);
}

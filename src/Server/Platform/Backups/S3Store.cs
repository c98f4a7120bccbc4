using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Backups in storage that speaks S3.</summary>
internal sealed class S3Store : IBackupStore, IDisposable
{
    private readonly S3Options options;
    private readonly AmazonS3Client client;

    /// <exception cref="SettingsException">Bucket or keys are missing.</exception>
    public S3Store(S3Options options)
    {
        this.options = options;
        if (options is { Bucket: "" } or { AccessKey: "" } or { SecretKey: "" }) throw new SettingsException("Expected Backups:S3 to have Bucket, AccessKey and SecretKey, but one of them is empty.");
        var config = new AmazonS3Config { AuthenticationRegion = options.Region, MaxErrorRetry = 3 };
        if (options.Endpoint.Length > 0) (config.ServiceURL, config.ForcePathStyle) = (options.Endpoint, true);
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        // Checksums of AWS' newer kinds are unknown to most other storages; a backup has its own.
        (config.RequestChecksumCalculation, config.ResponseChecksumValidation) = (RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation.WHEN_REQUIRED);
        client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    public string Name => $"s3://{options.Bucket}/{options.Prefix}";

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct)
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, ct);
            names.AddRange((page.S3Objects ?? []).Select(o => o.Key[options.Prefix.Length..]).Where(BackupName.Is));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public Task PutAsync(string path, CancellationToken ct) =>
        client.PutObjectAsync(new PutObjectRequest { BucketName = options.Bucket, Key = options.Prefix + Path.GetFileName(path), FilePath = path, UseChunkEncoding = false, DisablePayloadSigning = options.Endpoint.StartsWith("https:", StringComparison.Ordinal) }, ct);

    public async Task<Stream> OpenAsync(string name, CancellationToken ct)
    {
        try
        {
            return (await client.GetObjectAsync(options.Bucket, options.Prefix + name, ct)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            throw new BackupException($"Expected a backup '{name}' in {Name}, but there is none.");
        }
    }

    public Task DeleteAsync(string name, CancellationToken ct) => client.DeleteObjectAsync(options.Bucket, options.Prefix + name, ct);

    public void Dispose() => client.Dispose();
}

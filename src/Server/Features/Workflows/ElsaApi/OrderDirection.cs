namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>Which end of a list comes first.</summary>
internal enum OrderDirection
{
    Ascending,
    Descending,
}

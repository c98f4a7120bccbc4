using HrBpm.Server.Database;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>A row that is found by what people type. Its keys are stored with each change, see <see cref="SearchKeyUpkeep"/>.</summary>
internal interface ISearchable : IBelongsToCompany
{
    Guid Id { get; }

    /// <summary>The texts that it is found under; may repeat themselves.</summary>
    IEnumerable<string> FoundUnder();
}

using HrBpm.Server.Tests.Companies;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Which requests are tried on an operation. Equal seeds choose equal ones.</summary>
/// <param name="company">Whose ids are named.</param>
/// <param name="seed">Where chance comes from.</param>
internal sealed class FuzzPlan(OtherCompany company, int seed)
{
    private readonly RightBodies bodies = new(company.Ids);

    // What would be right there moves the clock, ends the person's way in, for everything that follows, or copies the whole database.
    private static readonly string[] WrongOnly = ["POST /api/backups", "POST /api/backups/rehearse", "POST /api/sandbox/clock/advance", "POST /api/me/password", "POST /api/me/second-factor/confirm"];

    /// <summary>Some of the requests, in an order of chance.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="areWrong">Those that have to be refused, or those that may be right.</param>
    /// <param name="perKind">How many of each kind.</param>
    public IReadOnlyList<Mutant> Of(ApiOperation operation, bool areWrong, int perKind)
    {
        if (!areWrong && WrongOnly.Contains(operation.ToString())) return [];
        var random = new Random(SeedOf(operation.ToString()));
        var right = AddressMutants.Right(operation, bodies);
        return
        [
            .. Some(BodiesOf(operation, random).Where(m => m.IsWrong == areWrong).Select(m => new Mutant(m.What, m.IsWrong, right, m.Content)), perKind, random),
            .. Some(SpotsOf(operation, random, perKind).Where(m => m.IsWrong == areWrong).Select(m => new Mutant(m.What, m.IsWrong, right, () => Mutant.Json(m.Json))), 2 * perKind, random),
            .. Some(AddressesOf(operation, random).Where(m => m.IsWrong == areWrong).Select(m => new Mutant(m.What, m.IsWrong, m.Address, RightBody(operation))), perKind, random),
        ];
    }

    private IEnumerable<(string What, bool IsWrong, Func<HttpContent?> Content)> BodiesOf(ApiOperation operation, Random random)
    {
        if (operation.Json is not null)
            return BodyMutants.OfWhole(bodies.Of(operation), random).Select(m => (m.What, m.IsWrong && (operation.Described.RequestBody!.Required || m.What is not ("nothing" or "blank" or "null")), m.Content)).Append(("as it should be", false, RightBody(operation)));
        if (operation.Form is { } form) return FormMutants.Of(form.Properties!.First().Key, random);
        // The document says nothing of a body: then one is passed over, or read with care.
        return operation.Method == "GET" ? [] : BodyMutants.OfWhole(null, random).Where(m => m.What != "2 MB").Select(m => (m.What, false, m.Content));
    }

    private IEnumerable<(string What, bool IsWrong, string Json)> SpotsOf(ApiOperation operation, Random random, int perKind)
    {
        if (operation.Json is not { } schema) return [];
        var body = bodies.Of(operation);
        return Some(JsonSpot.Of(body, schema), 2 * perKind, random).SelectMany(spot => BodyMutants.At(spot, body, random));
    }

    private IEnumerable<(string What, bool IsWrong, string Address)> AddressesOf(ApiOperation operation, Random random) =>
        AddressMutants.OfPath(operation, bodies, company.Ids.Values).Concat(AddressMutants.OfQuery(operation, bodies, random));

    private Func<HttpContent?> RightBody(ApiOperation operation) => () =>
        operation.Json is not null ? Mutant.Json(bodies.Of(operation)!.ToJsonString())
        : operation.Form is { } form ? new MultipartFormDataContent { { new ByteArrayContent("{}"u8.ToArray()), form.Properties!.First().Key, "a.txt" } }
        : null;

    private static IEnumerable<T> Some<T>(IEnumerable<T> all, int count, Random random)
    {
        var mixed = all.ToArray();
        random.Shuffle(mixed);
        return mixed.Take(count);
    }

    // Not string.GetHashCode, which is another one in each process.
    private int SeedOf(string text) => text.Aggregate(seed, (hash, c) => unchecked((hash * 31) + c));
}

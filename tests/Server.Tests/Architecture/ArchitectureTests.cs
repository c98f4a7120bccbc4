using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HrBpm.Server.Tests.Architecture;

/// <summary>The shape of the house, for all features.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Assembly Workflows = typeof(Refusal).Assembly, Activities = typeof(IOrg).Assembly, Server = typeof(HrBpmHost).Assembly;
    private static readonly string[] DatabaseOrWeb = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Npgsql", "Microsoft.Data.Sqlite", "Quartz"];

    [Fact]
    public void The_engine_knows_no_HR_no_database_and_no_web()
    {
        References(Workflows).Where(name => name.StartsWith("HrBpm.", StringComparison.Ordinal) || IsDatabaseOrWeb(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Activities_know_the_engine_and_nothing_of_the_server()
    {
        References(Activities).Where(name => name.StartsWith("HrBpm.", StringComparison.Ordinal)).ShouldBe([Workflows.GetName().Name]);
        References(Activities).Where(IsDatabaseOrWeb).ShouldBeEmpty();
    }

    [Fact]
    public void Folders_say_what_they_are_about()
    {
        string[] saysNothing = ["Common", "Shared", "Core", "Abstractions", "Infrastructure", "Contracts", "Helpers", "Utils", "Misc"];

        Directory.EnumerateDirectories(Repository.PathOf("src"), "*", SearchOption.AllDirectories)
            .Where(folder => saysNothing.Contains(Path.GetFileName(folder)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Types_say_what_they_do()
    {
        Ours(Workflows, Activities, Server).Select(t => t.Name.Split('`')[0])
            .Where(name => SaysNothing().IsMatch(name))
            .ShouldBeEmpty();
    }

    // People are what every feature is about, so the tables of Org are open to all; everything else goes through a port.
    [Fact]
    public void Features_of_the_server_meet_only_through_ports()
    {
        var features = Repository.PathOf("src", "Server", "Features");
        var meetings =
            from file in SourceFiles(features)
            let own = Path.GetRelativePath(features, file).Split(Path.DirectorySeparatorChar)[0]
            from Match other in FeatureName().Matches(File.ReadAllText(file))
            where other.Groups["name"].Value != own && other.Groups["name"].Value != "Org"
            select $"{Path.GetRelativePath(features, file)} refers to {other.Value}";

        meetings.ShouldBeEmpty();
    }

    [Fact]
    public void Features_of_the_activities_are_given_each_other_only_as_ports()
    {
        var given =
            from type in Ours(Activities)
            from constructor in type.GetConstructors()
            from parameter in constructor.GetParameters()
            where parameter.ParameterType.Assembly == Activities && !IsRecord(type)
            where !FeatureOf(type).StartsWith(FeatureOf(parameter.ParameterType), StringComparison.Ordinal) && !parameter.ParameterType.IsInterface
            select $"{type.Name} is given {parameter.ParameterType.Name}";

        given.ShouldBeEmpty();
    }

    // The clock, the log and settings are not counted: everybody may ask for the time.
    [Fact]
    public void Constructors_take_at_most_five_dependencies()
    {
        var greedy =
            from type in Ours(Workflows, Activities, Server)
            where !IsRecord(type)
            from constructor in type.GetConstructors()
            let dependencies = constructor.GetParameters().Select(p => p.ParameterType).Count(IsDependency)
            where dependencies > 5
            select $"{type.Name}: {dependencies}";

        greedy.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_of_source_fits_into_a_head()
    {
        SourceFiles(Repository.PathOf("src"))
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal) && File.ReadLines(file).Count() > 400)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_source()
    {
        SourceFiles(Repository.PathOf("src")).Where(file => LeftForLater().IsMatch(File.ReadAllText(file))).ShouldBeEmpty();
    }

    [Fact]
    public void Moments_in_the_database_are_named_for_their_time_zone()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        var moments =
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetProperties()
            where property.PropertyInfo?.DeclaringType?.Namespace?.StartsWith("OpenIddict", StringComparison.Ordinal) != true
            where (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTime) && !property.Name.EndsWith("Utc", StringComparison.Ordinal)
            select $"{entity.ClrType.Name}.{property.Name}";

        moments.ShouldBeEmpty();
    }

    private static IEnumerable<Type> Ours(params Assembly[] assemblies) => assemblies.SelectMany(a => a.GetTypes())
        .Where(t => t.Namespace?.StartsWith("HrBpm.", StringComparison.Ordinal) == true && !t.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool IsDependency(Type type) =>
        (type.IsInterface || type.IsClass) && type != typeof(string) && type != typeof(TimeProvider)
        && !typeof(ILogger).IsAssignableFrom(type) && !IsRecord(type) && !SettingsName().IsMatch(type.Name);

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsDatabaseOrWeb(string name) => DatabaseOrWeb.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    // HrBpm.Activities.Offboarding.Steps belongs to Offboarding; each connector is a feature of its own, which may use what lies above it.
    private static string FeatureOf(Type type) => type.Namespace!.Split('.') switch
    {
        [_, _, "Connectors", var connector, ..] => "Connectors." + connector,
        [_, _, var feature, ..] => feature,
        _ => "",
    };

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"HrBpm\.Server\.Features\.(?<name>\w+)")]
    private static partial Regex FeatureName();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utilities|Processor|Common)$")]
    private static partial Regex SaysNothing();

    [GeneratedRegex("(Options|Limits)$")]
    private static partial Regex SettingsName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex LeftForLater();
}

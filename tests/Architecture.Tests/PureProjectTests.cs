using System.Reflection;
using System.Runtime.CompilerServices;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests;

/// <summary>
/// Pure projects decide and return effects: nothing in their metadata can wait, look at a clock, roll dice, touch a file or keep state of a process.
/// The one exception is the contract that the shell implements and Admission only declares.
/// </summary>
public sealed class PureProjectTests
{
    private static readonly string[] ExceptedTypes = ["IRequestAdmission"];

    private static readonly string[] AllowedOnlyThere =
        ["System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1", "System.Threading.CancellationToken"];

    private static readonly string[] BannedNamespaces =
        ["System.Threading", "System.IO", "System.Net", "System.Reflection", "System.Diagnostics.Metrics", "Microsoft."];

    private static readonly string[] BannedTypes =
    [
        "System.TimeProvider", "System.Random", "System.Console", "System.AppContext", "System.AppDomain", "System.IServiceProvider",
        "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Diagnostics.Activity", "System.Security.Cryptography.RandomNumberGenerator",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1",
        "System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder", "System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder`1",
    ];

    // Every iterator the compiler writes asks which thread it was made on.
    private const string IteratorsOwn = "System.Environment.get_CurrentManagedThreadId";

    private static readonly string[] BannedMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    public static TheoryData<string> PureProjects => [.. Repository.Projects.Where(static project => Repository.Boundaries[project.Name].IsPure).Select(static project => project.Name)];

    [Fact]
    public void Admission_and_Scheduling_are_the_pure_ones() =>
        Assert.Equal(["Admission", "Scheduling"], PureProjects.Select(static row => row.Data).Order());

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Pure_project_uses_nothing_that_waits_measures_chooses_or_performs(string name)
    {
        Assert.Empty(Impurities(Project(name).Use()));
    }

    [Fact]
    public void Check_notices_what_an_impure_project_uses()
    {
        var found = Impurities(Project("Journal").Use());
        Assert.Contains("System.Threading.Thread", found);
        Assert.Contains("System.Threading.Tasks.Task", found);
        Assert.Contains("System.IO.Path", found);
        Assert.Contains("System.TimeProvider", found);
        Assert.Contains("System.Guid.NewGuid", found);
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Waiting_is_mentioned_only_by_the_contract_of_the_shell(string name)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var waiting = Project(name).Load().GetTypes()
            .Where(static type => !ExceptedTypes.Contains(type.Name))
            .SelectMany(static type => type.GetMethods(all).SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType)
                    .Concat(method.GetMethodBody()?.LocalVariables.Select(static local => local.LocalType) ?? []))
                .Concat(type.GetFields(all).Select(static field => field.FieldType))
                .Where(static used => AllowedOnlyThere.Contains((used.IsGenericType ? used.GetGenericTypeDefinition() : used).FullName))
                .Select(used => $"{type.FullName} mentions {used.Name}"));
        Assert.Empty(waiting);
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Pure_project_keeps_no_state_of_the_process(string name)
    {
        var state = Project(name).Load().GetTypes()
            .Where(static type => !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(static field => field is { IsInitOnly: false, IsLiteral: false } && !field.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(static field => $"{field.DeclaringType!.FullName}.{field.Name}");
        Assert.Empty(state);
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Pure_project_has_no_package_and_no_framework_beyond_the_base(string name)
    {
        Assert.Empty(Project(name).Definition.Descendants("PackageReference").Concat(Project(name).Definition.Descendants("FrameworkReference")));
        Assert.All(Project(name).Use().Assemblies, static assembly => Assert.True(
            assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Granary.", StringComparison.Ordinal), assembly));
    }

    private static List<string> Impurities(AssemblyUse use) => use.Types.Select(static type => type.Type)
        .Where(static type => BannedTypes.Contains(type)
            || BannedNamespaces.Any(banned => type.StartsWith(banned, StringComparison.Ordinal) && (banned.EndsWith('.') || type[banned.Length] == '.')))
        .Where(static type => !AllowedOnlyThere.Contains(type) && !IsForTheCompiler(type))
        .Concat(use.Members.Intersect(BannedMembers))
        .Concat(use.Members.Where(static member => member.StartsWith("System.Environment.", StringComparison.Ordinal) && member != IteratorsOwn))
        .Order(StringComparer.Ordinal)
        .ToList();

    // Attributes that the compiler writes into every assembly.
    private static bool IsForTheCompiler(string type) =>
        type is "System.Reflection.DefaultMemberAttribute" || (type.StartsWith("System.Reflection.Assembly", StringComparison.Ordinal) && type.EndsWith("Attribute", StringComparison.Ordinal));

    private static SourceProject Project(string name) => Repository.Projects.Single(project => project.Name == name);
}

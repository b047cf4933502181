using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests;

/// <summary>The compiled assemblies reference only what eng/Boundaries.props allows; the build checks the project files, this what came out.</summary>
public sealed class BoundaryTests
{
    // The table's own "Why": Scheduling knows from Admission what a task wants, not how it is admitted.
    private static readonly string[] ResourceKeyTypes = ["ResourceKey", "EndpointKey", "Domain", "Band"];

    // What the programming model offers to everybody who only describes grains and their messages.
    private static readonly string[] Contracts = ["IAddressable", "IGrain", "IGrainObserver", "IGrainWithStringKey", "IGrainWithGuidKey", "IGrainWithIntegerKey"];

    // Base classes and services that only grains have.
    private static readonly string[] GrainsOnly =
    [
        "Grain", "Grain`1", "IGrainBase", "IGrainContext", "IPersistentState`1", "IGrainState`1", "IGrainTimer", "IRemindable", "IGrainReminder",
        "IIncomingGrainCallFilter", "IGrainStorage",
    ];

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(static project => project.Name)];

    [Fact]
    public void Every_project_has_its_line_and_every_line_its_project() =>
        Assert.Equal(Repository.Projects.Select(static project => project.Name).Order(), Repository.Boundaries.Keys.Order());

    [Fact]
    public void Table_has_no_cycle_and_names_only_projects()
    {
        var done = new HashSet<string>();
        foreach (var project in Repository.Boundaries.Keys)
        {
            Visit(project, []);
        }

        void Visit(string project, List<string> path)
        {
            Assert.True(!path.Contains(project), $"cycle: {string.Join(" → ", path)} → {project}");
            Assert.True(Repository.Boundaries.TryGetValue(project, out var boundary), $"{string.Join(" → ", path)} → {project}: no such project");
            if (done.Contains(project))
            {
                return;
            }

            foreach (var next in boundary!.MayReference)
            {
                Visit(next, [.. path, project]);
            }

            done.Add(project);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_references_only_what_the_table_allows(string name)
    {
        var boundary = Repository.Boundaries[name];
        var allowed = boundary.MayReference.ToHashSet();
        if (boundary.OrleansApi != "none" && Repository.GrainRuntime == "Embedded")
        {
            allowed.Add("Embedded");
        }

        var referenced = Repository.Projects.Where(project => Project(name).Use().Assemblies.Contains(project.AssemblyName)).Select(static project => project.Name);
        Assert.All(referenced, reference => Assert.True(allowed.Contains(reference), $"{name} references {reference}; eng/Boundaries.props allows {string.Join(", ", allowed)}."));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Grain_programming_model_is_used_as_far_as_the_table_allows(string name)
    {
        var model = Project(name).Use().Types.Where(static type => type.Assembly == "Granary.Embedded" || type.Assembly.StartsWith("Orleans", StringComparison.Ordinal)
                || type.Assembly.StartsWith("Microsoft.Orleans", StringComparison.Ordinal))
            .Select(static type => type.Type.Split('.')[^1])
            .ToList();
        switch (Repository.Boundaries[name].OrleansApi)
        {
            case "none":
                Assert.Empty(model);
                break;

            // In the Orleans build the compiler adds generated serializers here, which use much more than the sources do.
            case "attributes" when Repository.GrainRuntime == "Embedded":
                Assert.All(model, static type => Assert.True(type.EndsWith("Attribute", StringComparison.Ordinal) || Contracts.Contains(type), $"{type} is more than an attribute or a contract."));
                break;
            case "client":
                Assert.Empty(model.Intersect(GrainsOnly));
                break;
        }
    }

    [Fact]
    public void Scheduling_takes_only_resource_keys_from_Admission()
    {
        var taken = Project("Scheduling").Use().Types.Where(static type => type.Assembly == "Granary.Admission").Select(static type => type.Type.Split('.')[^1]);
        Assert.Empty(taken.Except(ResourceKeyTypes));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Native_and_unsafe_code_stays_in_the_socket_loops(string name)
    {
        if (name == "SocketLoops")
        {
            return;
        }

        Assert.Empty(Project(name).Use().NativeCalls);
        Assert.DoesNotContain(Project(name).Definition.Descendants("AllowUnsafeBlocks"), static element => element.Value == "true");
    }

    private static SourceProject Project(string name) => Repository.Projects.Single(project => project.Name == name);
}

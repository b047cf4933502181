using System.Diagnostics;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests.Builds;

/// <summary>Builds throw-away projects under the repository's own rules, to see that the build itself stops a forbidden reference.</summary>
public sealed class BoundaryBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-boundary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Forbidden_reference_stops_the_build_with_the_rule()
    {
        Project("Journal");
        var (exit, output) = await DotnetAsync("build", Project("Admission", "Journal"), "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.True(exit != 0, output);
        Assert.Contains(
            "error GRANARY002: Granary boundary: 'Admission' may not reference 'Journal'. The rule in eng/Boundaries.props allows it only: nothing.",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allowed_reference_passes_and_an_unlisted_project_does_not()
    {
        Project("Admission");
        var (allowed, output) = await CheckAsync(Project("Scheduling", "Admission"));
        Assert.True(allowed == 0, output);

        var (unlisted, complaint) = await CheckAsync(Project("Helpers"));
        Assert.True(unlisted != 0, complaint);
        Assert.Contains("error GRANARY001: Granary boundary: project 'Helpers' has no line in eng/Boundaries.props.", complaint, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(token), process.StandardError.ReadToEndAsync(token));
        await process.WaitForExitAsync(token);
        return (process.ExitCode, string.Concat(output));
    }

    private static Task<(int Exit, string Output)> CheckAsync(string project) => DotnetAsync("msbuild", project, "-t:CheckBoundaries", "-nodeReuse:false");

    // A project with the repository's own props and targets; only where it lies and where its outputs go differ.
    private string Project(string name, params string[] references)
    {
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), $"""
            <Project>
              <Import Project="{Repository.Root}/Directory.Build.props" />
              <PropertyGroup>
                <IsSourceProject>true</IsSourceProject>
                <ArtifactsPath>{_folder}/artifacts</ArtifactsPath>
                <DirectoryPackagesPropsPath>{Repository.Root}/Directory.Packages.props</DirectoryPackagesPropsPath>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.targets"), $"""<Project><Import Project="{Repository.Root}/Directory.Build.targets" /></Project>""");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Empty.cs"), $"namespace Granary.{name};\n\ninternal static class Empty;\n");
        var path = Path.Combine(folder, name + ".csproj");
        File.WriteAllText(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                {string.Concat(references.Select(static reference => $"""<ProjectReference Include="../{reference}/{reference}.csproj" />"""))}
              </ItemGroup>
            </Project>
            """);
        return path;
    }
}

using System.Collections.Immutable;
using System.Text;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Steps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains.Tests.Documents;

/// <summary>Compiles documents as the silo does, with the services it registers.</summary>
internal static class RunDocuments
{
    public static RunSubmission Yaml(string text) => new("default", "yaml", [.. Encoding.UTF8.GetBytes(text)]);

    public static RunSubmission Json(string text) => new("default", "json", [.. Encoding.UTF8.GetBytes(text)]);

    public static async Task<RunCompilation> CompileAsync(RunSubmission submission, MemoryArtifacts? artifacts = null, string? folder = null, TimeProvider? time = null, IHandlerCalls? handlers = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Runs:Seeds:Folder", folder)]).Build());
        services.AddSingleton<IAliasDirectory, TestAliases>();
        services.AddSingleton<IArtifactStore>(artifacts ?? new MemoryArtifacts());
        services.AddSingleton<IHandlerCalls>(handlers ?? new ScriptedHandlers());
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        await using var provider = services.AddGranarySteps().BuildServiceProvider();
        return await provider.GetRequiredService<RunCompiler>().CompileAsync(submission, TestContext.Current.CancellationToken);
    }

    public static async Task<CompiledRun> RunAsync(string yaml, MemoryArtifacts? artifacts = null, TimeProvider? time = null, IHandlerCalls? handlers = null)
    {
        var compilation = await CompileAsync(Yaml(yaml), artifacts, time: time, handlers: handlers);
        Assert.True(compilation.Run is not null, string.Join('\n', compilation.Errors));
        return compilation.Run!;
    }

    public static async Task<ImmutableArray<RunDocumentError>> ErrorsAsync(string yaml, MemoryArtifacts? artifacts = null)
    {
        var compilation = await CompileAsync(Yaml(yaml), artifacts);
        Assert.Null(compilation.Run);
        Assert.NotEmpty(compilation.Errors);
        return compilation.Errors;
    }
}

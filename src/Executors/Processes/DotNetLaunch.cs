using System.Reflection;
using System.Text.Json;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>.NET workers: the executable of this process, or the configured one, with the verb <c>worker</c>.</summary>
internal static class DotNetLaunch
{
    private const string Verb = "worker";

    public static WorkerLaunch Of(ExecutorPoolSettings settings, ExecutorOptions options)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [WorkerVariables.Assemblies] = JsonSerializer.Serialize(options.Assemblies.Select(Path.GetFullPath).ToArray()),

            // A killed worker could not remove its diagnostics socket; nobody looks into workers that way.
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_NOLOGO"] = "1",
        };
        foreach (var name in new[] { "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                variables[name] = value;
            }
        }

        var (file, arguments) = Command(options.WorkerHost);
        return new WorkerLaunch(
            file, arguments, variables, settings.Options.Initializer, WorkerLaunch.ArgumentsOf(settings.Options.InitializerArguments));
    }

    private static (string File, IReadOnlyList<string> Arguments) Command(string? configured)
    {
        if (configured is not null)
        {
            var full = Path.GetFullPath(configured);
            return full.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ("dotnet", [full, Verb]) : (full, [Verb]);
        }

        var self = Environment.ProcessPath ?? throw new ExecutorStartException("The executable of this process is not known; set Executors:WorkerHost.");
        return string.Equals(Path.GetFileNameWithoutExtension(self), "dotnet", StringComparison.Ordinal) && Assembly.GetEntryAssembly() is { Location.Length: > 0 } entry
            ? (self, [entry.Location, Verb])
            : (self, [Verb]);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>Python workers: the interpreter, with the worker file that is shipped beside this assembly.</summary>
internal static class PythonLaunch
{
    private const string WorkerFile = "granary_worker.py";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static WorkerLaunch Of(ExecutorPoolSettings settings)
    {
        var python = settings.Options.Python;
        var section = $"{ExecutorOptions.Section}:Pools:{settings.Name}:Python";
        var worker = Path.Combine(AppContext.BaseDirectory, WorkerFile);
        if (!File.Exists(worker))
        {
            throw new ExecutorStartException($"The Python worker '{worker}' is not there; it is shipped beside the program.");
        }

        var interpreter = Find(python.Interpreter)
            ?? throw new ExecutorStartException($"{section}:Interpreter is '{python.Interpreter}'; {Tried(python.Interpreter)}.");
        var file = string.IsNullOrEmpty(python.File) ? null : Path.GetFullPath(python.File);
        if (file is not null && !File.Exists(file))
        {
            throw new ExecutorStartException($"{section}:File is '{python.File}'; there is no file '{file}'.");
        }

        var what = JsonSerializer.Serialize(
            new { file, module = string.IsNullOrEmpty(python.Module) ? null : python.Module, path = python.Path.Select(Path.GetFullPath).ToArray(), handlers = python.Handlers },
            Json);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [WorkerVariables.Python] = what,
            ["PYTHONUTF8"] = "1",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        return new WorkerLaunch(interpreter, [worker], variables, python.Initializer, WorkerLaunch.ArgumentsOf(python.InitializerArguments));
    }

    private static string? Find(string interpreter) => interpreter.Contains('/')
        ? File.Exists(interpreter) ? Path.GetFullPath(interpreter) : null
        : Folders().Select(folder => Path.Combine(folder, interpreter)).FirstOrDefault(File.Exists);

    private static string[] Folders() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static string Tried(string interpreter) => interpreter.Contains('/')
        ? $"there is no file '{Path.GetFullPath(interpreter)}'"
        : $"it is in none of the folders of the PATH: {string.Join(':', Folders())}";
}

using System.Diagnostics;
using System.Text.Json;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>How the workers of one pool are started.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Variables">Variables it gets beside what every worker gets.</param>
/// <param name="Initializer">What it runs before it is ready.</param>
/// <param name="InitializerArguments">With these arguments.</param>
internal sealed record WorkerLaunch(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Variables,
    string? Initializer,
    JsonElement? InitializerArguments)
{
    // No provider secret and no setting of the host goes to a worker: what it inherits is listed here.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR"];

    /// <summary>The worker of a pool as its options say.</summary>
    /// <exception cref="ExecutorStartException">What is to be started is not there.</exception>
    public static WorkerLaunch Of(ExecutorPoolSettings settings, ExecutorOptions options) =>
        settings.IsPython ? PythonLaunch.Of(settings) : DotNetLaunch.Of(settings, options);

    /// <summary>What starts one worker.</summary>
    public ProcessStartInfo StartInfo(string socket, string token, PoolPlace place, string folder, IReadOnlyDictionary<string, string> extra)
    {
        var start = new ProcessStartInfo(FileName)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var inherited = start.Environment.Where(static variable => Inherited.Contains(variable.Key, StringComparer.Ordinal)
            || variable.Key.StartsWith("LC_", StringComparison.Ordinal)).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Select(static variable => (variable.Key, variable.Value)).Concat(Variables.Select(static variable => (variable.Key, (string?)variable.Value)))
            .Concat(extra.Select(static variable => (variable.Key, (string?)variable.Value))))
        {
            start.Environment[name] = value;
        }

        start.Environment[WorkerVariables.Socket] = socket;
        start.Environment[WorkerVariables.Token] = token;
        start.Environment[WorkerVariables.Number] = place.Worker.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment[WorkerVariables.Pool] = place.Pool;
        return start;
    }

    /// <summary>Configured arguments as a JSON object: a value that reads as JSON other than a bare word or text counts as that, else as text.</summary>
    public static JsonElement? ArgumentsOf(IReadOnlyDictionary<string, string> arguments) => arguments.Count == 0
        ? null
        : JsonSerializer.SerializeToElement(arguments.ToDictionary(static argument => argument.Key, static argument => ValueOf(argument.Value), StringComparer.Ordinal));

    private static JsonElement ValueOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

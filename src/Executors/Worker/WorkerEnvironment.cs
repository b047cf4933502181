using System.Text.Json;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>What the host put into the environment.</summary>
/// <param name="Socket">Where to connect.</param>
/// <param name="Token">What to show there.</param>
/// <param name="Assemblies">Plug-in assemblies.</param>
internal sealed record WorkerEnvironment(string Socket, string Token, IReadOnlyList<string> Assemblies)
{
    /// <summary>Reads it and takes the token out, so that nothing started from here sees it. Null if this process was not started by a host.</summary>
    public static WorkerEnvironment? Take()
    {
        var socket = Environment.GetEnvironmentVariable(WorkerVariables.Socket);
        var token = Environment.GetEnvironmentVariable(WorkerVariables.Token);
        var assemblies = Environment.GetEnvironmentVariable(WorkerVariables.Assemblies);
        Environment.SetEnvironmentVariable(WorkerVariables.Token, null);
        return string.IsNullOrEmpty(socket) || string.IsNullOrEmpty(token)
            ? null
            : new WorkerEnvironment(
                socket, token, string.IsNullOrEmpty(assemblies) ? [] : JsonSerializer.Deserialize(assemblies, ProtocolJson.Default.StringArray) ?? []);
    }
}

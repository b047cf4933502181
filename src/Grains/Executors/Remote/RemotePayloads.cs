using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>Large arguments and results go through the artifact store instead of a message.</summary>
internal sealed class RemotePayloads(IArtifactStore artifacts)
{
    /// <summary>Largest that travels in a message: 4 MiB.</summary>
    public const int LargestMessage = 4 * 1024 * 1024;

    public static string Argument(Guid task) => $"remote/{task:n}-argument";

    public static string Result(Guid task) => $"remote/{task:n}-result";

    public static bool IsLarge(TaskPayload payload) => payload.Data.Length > LargestMessage;

    public Task WriteAsync(string name, TaskPayload payload, CancellationToken cancellationToken) =>
        artifacts.WriteAsync(name, (stream, token) => stream.WriteAsync(payload.Data, token).AsTask(), cancellationToken);

    /// <exception cref="IOException">It is gone, or the store cannot be read.</exception>
    public async Task<TaskPayload> ReadAsync(string name, bool isJson, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenReadAsync(name, cancellationToken)
            ?? throw new IOException($"'{name}' is gone from the artifact store.");
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return new TaskPayload(buffer.ToArray(), isJson);
    }

    public Task DeleteAsync(string name) => artifacts.DeleteAsync(name, CancellationToken.None);
}

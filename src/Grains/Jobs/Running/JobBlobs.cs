using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Running;

/// <summary>Inputs and results of jobs, small ones inline and large ones in the artifact store. Thread-safe.</summary>
internal sealed class JobBlobs(IArtifactStore artifacts)
{
    /// <summary>The payload.</summary>
    /// <exception cref="IOException">It is gone, or the store cannot be read.</exception>
    public async Task<TaskPayload> ReadAsync(JobBlob blob, CancellationToken cancellationToken)
    {
        if (blob.Artifact is not { } name)
        {
            return new TaskPayload(blob.Inline, blob.IsJson);
        }

        await using var stream = await artifacts.OpenReadAsync(name, cancellationToken)
            ?? throw new IOException($"The input is gone from the artifact store ({name}).");
        var bytes = new byte[blob.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return new TaskPayload(bytes, blob.IsJson);
    }

    /// <summary>Keeps a payload; under that name if it is large.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public async Task<JobBlob> WriteAsync(string name, TaskPayload payload, CancellationToken cancellationToken)
    {
        if (payload.Data.Length <= JobBlob.LargestInline)
        {
            // A copy: what a worker hands out may belong to a larger buffer.
            return JobBlob.Of(payload.Data.ToArray(), payload.IsJson);
        }

        await artifacts.WriteAsync(name, (stream, token) => stream.WriteAsync(payload.Data, token).AsTask(), cancellationToken);
        return new JobBlob(ReadOnlyMemory<byte>.Empty, name, payload.Data.Length, payload.IsJson);
    }
}

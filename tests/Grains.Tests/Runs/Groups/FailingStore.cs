using Granary.Abstractions.Artifacts;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>An artifact store whose next writes fail.</summary>
internal sealed class FailingStore(IArtifactStore inner) : IArtifactStore
{
    private readonly TaskCompletionSource _exhausted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Failures { get; set; }

    /// <summary>The last failure has been handed out.</summary>
    public Task Exhausted => _exhausted.Task;

    public string Locate(string name) => inner.Locate(name);

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken) => inner.OpenReadAsync(name, cancellationToken);

    public Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (Failures == 0)
        {
            return inner.WriteAsync(name, write, cancellationToken);
        }

        if (--Failures == 0)
        {
            _exhausted.TrySetResult();
        }

        return Task.FromException(new IOException("Disk full."));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);
}

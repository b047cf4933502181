namespace Granary.Api.Health;

/// <summary>Something that must hold before this process should get traffic. Thread-safe; never throws; answers within a second.</summary>
public interface IReadinessCheck
{
    /// <summary>Looks now.</summary>
    ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken);
}

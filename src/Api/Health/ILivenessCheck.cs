namespace Granary.Api.Health;

/// <summary>Something without which this process should be restarted. Thread-safe; never throws, never waits.</summary>
public interface ILivenessCheck
{
    /// <summary>Looks now.</summary>
    ReadinessResult Check();
}

namespace Granary.Abstractions.Runs;

/// <summary>Reads the kept events of a run; the key is its id. Stateless worker. Who may see the run is the caller's business.</summary>
[Alias("granary.IRunTraceGrain")]
public interface IRunTraceGrain : IGrainWithStringKey
{
    /// <summary>Makes the Chrome trace of the events kept so far and leaves it in the artifact store; its name, or null when no events are kept.</summary>
    /// <param name="wait">At most so long for this silo to write the last events of a run that has ended; at most 20 s.</param>
    [Alias("trace")]
    Task<string?> WriteTraceAsync(TimeSpan wait);

    /// <summary>The derived metrics of the events kept so far, JSON; null when no events are kept.</summary>
    /// <param name="wait">As for <see cref="WriteTraceAsync"/>.</param>
    [Alias("analysis")]
    Task<string?> AnalyzeAsync(TimeSpan wait);
}

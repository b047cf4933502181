namespace Granary.Grains.Jobs.Running;

/// <summary>What runs the attempts of this silo. Thread-safe; nothing here waits.</summary>
internal interface IJobRunner
{
    /// <summary>Takes a job that wants its next attempt; one that is there already stays where it is.</summary>
    void Enqueue(JobTurn turn, DateTimeOffset? notBefore);

    /// <summary>Stops an attempt, if it runs here; one that runs elsewhere is told with its next report.</summary>
    void Stop(string jobId, int attempt);

    /// <summary>What a queued job waits for, in one sentence.</summary>
    string WaitsFor(string jobId);
}

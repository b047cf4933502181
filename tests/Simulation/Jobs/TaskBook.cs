namespace Granary.Simulation.Jobs;

/// <summary>What really ran. Used on one thread.</summary>
internal sealed class TaskBook(int steps, TimeSpan step)
{
    private readonly HashSet<(string Job, int Attempt)> _begun = [];
    private readonly HashSet<(string Job, int Attempt)> _finished = [];

    /// <summary>Steps of a task.</summary>
    public int Steps => steps;

    /// <summary>Time of a step.</summary>
    public TimeSpan Step => step;

    /// <summary>What must never happen and did.</summary>
    public List<string> Violations { get; } = [];

    public void Begin(string job, int attempt, string silo)
    {
        if (!_begun.Add((job, attempt)))
        {
            Violations.Add($"attempt {attempt} of {job} began twice, now on {silo}");
        }
    }

    public void Finish(string job, int attempt) => _finished.Add((job, attempt));

    public bool Finished(string job, int attempt) => _finished.Contains((job, attempt));

    /// <summary>The highest attempt that began.</summary>
    public int Attempts(string job) => _begun.Where(begun => begun.Job == job).Select(static begun => begun.Attempt).DefaultIfEmpty(0).Max();
}

namespace Granary.Executors.Pools;

/// <summary>Lanes on threads of their own, one per lane, made when the lane first gets a task. A thread without a task sleeps without a time limit.</summary>
internal sealed class ThreadLaneRunner : ILaneRunner
{
    private readonly LaneThread[] _lanes;

    public ThreadLaneRunner(string pool, int lanes, Action<ExecutorTask> run) =>
        _lanes = [.. Enumerable.Range(0, lanes).Select(lane => new LaneThread($"executor {pool} {lane}", run))];

    public void Start(ExecutorTask task) => _lanes[task.Lane].Start(task);

    public void Stop()
    {
        foreach (var lane in _lanes)
        {
            lane.Stop();
        }
    }
}

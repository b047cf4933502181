namespace Granary.Simulation;

/// <summary>The work of a simulation: each job is to be done once; what a crashed silo had in hand goes back. Used on one thread.</summary>
internal sealed class JobBook(int jobs)
{
    private readonly Queue<int> _open = new(Enumerable.Range(0, jobs));
    private readonly Dictionary<int, string> _inHand = [];
    private readonly HashSet<int> _done = [];

    public int Total => jobs;

    public int Done => _done.Count;

    public bool AllDone => _done.Count == jobs;

    public bool TryTake(string silo, out int job)
    {
        if (!_open.TryDequeue(out job))
        {
            return false;
        }

        _inHand.Add(job, silo);
        return true;
    }

    public void Finish(int job)
    {
        _inHand.Remove(job);
        if (!_done.Add(job))
        {
            throw new InvalidOperationException($"Job {job} was done twice.");
        }
    }

    public void GiveBack(int job)
    {
        _inHand.Remove(job);
        _open.Enqueue(job);
    }

    /// <summary>A silo begins a new life: what its former life had in hand is open again.</summary>
    public void Reopen(string silo)
    {
        foreach (var job in _inHand.Where(hand => hand.Value == silo).Select(static hand => hand.Key).Order().ToList())
        {
            GiveBack(job);
        }
    }
}

namespace Granary.SocketLoops.Loops;

/// <summary>
/// What one loop has counted since its start. Written by the loop alone, but for those marked as shared; read by anybody, at most a moment old.
/// </summary>
internal sealed class LoopCounters
{
    public long Waits;
    public long Returns;
    public long Events;
    public long PostsRun;
    public long Accepts;
    public long Closes;
    public long Stalls;
    public long CallbackErrors;
    public long BusyTicks;
    public long CallbackTicks;
    public long LongestCallbackTicks;
    public long HighestDepth;
    public long AcceptPauses;
    public long Refused;

    // Totals of closed connections; open ones are added when somebody looks.
    public long Reads;
    public long Writes;
    public long BytesIn;
    public long BytesOut;

    // Shared: counted by whoever posts or meets an error.
    public long Wakes;
    public long Posts;
    public long Services;
    public long Overflows;
    public long TasksRefused;
    private readonly Dictionary<int, long> _errors = [];

    public void Error(int errno)
    {
        lock (_errors)
        {
            _errors[errno] = _errors.GetValueOrDefault(errno) + 1;
        }
    }

    public KeyValuePair<int, long>[] Errors()
    {
        lock (_errors)
        {
            return [.. _errors];
        }
    }
}

namespace Granary.Executors.Pools;

/// <summary>How failed starts slow further ones down, for one pool. Pure.</summary>
internal sealed class StartBackoff : Timed
{
    private const int FailuresThatOpen = 5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly Queue<TimeSpan> _recent = new();

    /// <summary>So many starts failed that one probe per delay is all there is.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>While open: before this nothing is started.</summary>
    public TimeSpan ProbeAt { get; private set; }

    /// <summary>What the last failed start said; null once the pool was healthy for long.</summary>
    public string? LastError { get; private set; }

    /// <summary>Pause after the n-th failure in a row; <paramref name="jitter"/> from [0, 1) spreads it by ± 20 %.</summary>
    public static TimeSpan Delay(int failures, double jitter)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 16));
        var delay = doubled < Longest ? doubled : Longest;
        var spread = delay * (0.8 + (0.4 * jitter));
        return spread < Longest ? spread : Longest;
    }

    /// <summary>A start failed.</summary>
    public void Failed(string error, TimeSpan now, TimeSpan delay)
    {
        LastError = error;
        _recent.Enqueue(now);
        while (now - _recent.Peek() > Window)
        {
            _recent.Dequeue();
        }

        IsOpen |= _recent.Count >= FailuresThatOpen;
        ProbeAt = now + delay;
    }

    /// <summary>A worker is ready.</summary>
    public void Succeeded()
    {
        IsOpen = false;
        _recent.Clear();
    }

    /// <summary>The pool was healthy for long.</summary>
    public void Forget() => LastError = null;
}

namespace Granary.Embedded.Runtime;

/// <summary>
/// The calls with one time-out that wait for their answer, oldest first, which is also the order in which they expire. One timer, armed only while
/// calls wait. The list is under the lock of its owner.
/// </summary>
internal sealed class TimeoutLane
{
    public TimeoutLane(TimeSpan timeout, long ticks, TimeProvider time, Action<TimeoutLane> onTimer)
    {
        Timeout = timeout;
        Ticks = ticks;
        Timer = RuntimeTimers.Create(time, static state => ((Action)state!)(), () => onTimer(this));
    }

    public TimeSpan Timeout { get; }

    /// <summary>The time-out in time stamps.</summary>
    public long Ticks { get; }

    public ITimer Timer { get; }

    public bool Armed { get; set; }

    public GrainCall? First { get; private set; }

    private GrainCall? Last { get; set; }

    public void Add(GrainCall call)
    {
        call.Lane = this;
        call.Previous = Last;
        if (Last is null)
        {
            First = call;
        }
        else
        {
            Last.Next = call;
        }

        Last = call;
    }

    public void Remove(GrainCall call)
    {
        if (call.Previous is null)
        {
            First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            Last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        call.Previous = call.Next = null;
        call.Lane = null;
    }
}

namespace Granary.Admission.Agents;

/// <summary>One who waits for a permit. Made by the agent; whoever owns the wait may hang itself on <see cref="Owner"/>.</summary>
public sealed class Waiter : IHeapItem<Waiter>
{
    internal const int TurnLane = 0;
    internal const int DeadlineLane = 1;
    private const double UrgencyHorizon = 30;
    private int _turnPlace = -1;
    private int _deadlinePlace = -1;

    internal Waiter(AdmissionRequest request, Arrival arrival, double startedAt, double deadline, bool callerDeadline)
    {
        Request = request;
        Arrival = arrival;
        StartedAt = startedAt;
        Deadline = deadline;
        CallerDeadline = callerDeadline;
        Urgency = Math.Min(deadline, arrival.At + UrgencyHorizon);
    }

    /// <summary>What it waits for.</summary>
    public AdmissionRequest Request { get; }

    /// <summary>Its place in the order of arrival, kept over its attempts.</summary>
    public Arrival Arrival { get; }

    /// <summary>When this wait began.</summary>
    public double StartedAt { get; }

    /// <summary>Instant from which it never receives a lease; infinity is none.</summary>
    public double Deadline { get; }

    /// <summary>That is the caller's own deadline, not the bound of the wait.</summary>
    public bool CallerDeadline { get; }

    /// <summary>Set by the shell, never read by the agent.</summary>
    public object? Owner { get; set; }

    internal double Urgency { get; }

    internal FlowQueue? Flow { get; set; }

    /// <inheritdoc/>
    bool IHeapItem<Waiter>.Before(Waiter other, int lane)
    {
        var (mine, theirs) = lane == TurnLane ? (Urgency, other.Urgency) : (Deadline, other.Deadline);
        return mine < theirs || (mine == theirs && Arrival.Number < other.Arrival.Number);
    }

    /// <inheritdoc/>
    ref int IHeapItem<Waiter>.Place(int lane) => ref lane == TurnLane ? ref _turnPlace : ref _deadlinePlace;
}

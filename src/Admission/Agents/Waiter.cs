namespace Granary.Admission.Agents;

/// <summary>One who waits for a permit. Made by the agent; whoever owns the wait may hang itself on <see cref="Owner"/>.</summary>
public sealed class Waiter : IHeapItem<Waiter>
{
    internal const int TurnLane = 0;
    internal const int DeadlineLane = 1;
    private const double UrgencyHorizon = 30;
    private int _turnPlace = -1;
    private int _deadlinePlace = -1;

    internal Waiter(AdmissionRequest request, long arrival, double arrivedAt, double deadline)
    {
        Request = request;
        Arrival = arrival;
        ArrivedAt = arrivedAt;
        Deadline = deadline;
        Urgency = Math.Min(deadline, arrivedAt + UrgencyHorizon);
    }

    /// <summary>What it waits for.</summary>
    public AdmissionRequest Request { get; }

    /// <summary>When it began to wait.</summary>
    public double ArrivedAt { get; }

    /// <summary>Instant from which it never receives a lease; infinity is none.</summary>
    public double Deadline { get; }

    /// <summary>Set by the shell, never read by the agent.</summary>
    public object? Owner { get; set; }

    internal long Arrival { get; }

    internal double Urgency { get; }

    internal FlowQueue? Flow { get; set; }

    /// <inheritdoc/>
    bool IHeapItem<Waiter>.Before(Waiter other, int lane)
    {
        var (mine, theirs) = lane == TurnLane ? (Urgency, other.Urgency) : (Deadline, other.Deadline);
        return mine < theirs || (mine == theirs && Arrival < other.Arrival);
    }

    /// <inheritdoc/>
    ref int IHeapItem<Waiter>.Place(int lane) => ref lane == TurnLane ? ref _turnPlace : ref _deadlinePlace;
}

namespace Granary.Executors.Dispatch;

/// <summary>A task in a dispatch queue. Its fields belong to the queue.</summary>
internal sealed class DispatchEntry<T>
{
    /// <summary>An entry for a task that arrives now.</summary>
    public DispatchEntry(T task, DispatchTags tags, long arrival, int lane, bool bound, TimeSpan queuedAt)
    {
        Task = task;
        Tags = tags;
        Arrival = arrival;
        Lane = lane;
        IsBound = bound;
        QueuedAt = queuedAt;
        InLevel = new LinkedListNode<DispatchEntry<T>>(this);
        InQueue = new LinkedListNode<DispatchEntry<T>>(this);
    }

    /// <summary>What was handed in.</summary>
    public T Task { get; }

    /// <summary>Where and when it wants to run.</summary>
    public DispatchTags Tags { get; }

    /// <summary>Order of arrival; one put back in front has a smaller one than all others.</summary>
    public long Arrival { get; }

    /// <summary>The lane it waits for; -1 for any.</summary>
    public int Lane { get; set; }

    /// <summary>Pinned or keyed: it never moves to another lane.</summary>
    public bool IsBound { get; }

    /// <summary>When it was queued.</summary>
    public TimeSpan QueuedAt { get; }

    /// <summary>It waits.</summary>
    public bool IsQueued => InQueue.List is not null;

    internal LinkedListNode<DispatchEntry<T>> InLevel { get; }

    internal LinkedListNode<DispatchEntry<T>> InQueue { get; }
}

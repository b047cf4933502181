namespace Granary.Journal.Writing;

/// <summary>
/// One append on its way: accepted (it has its sequences), written, durable as the mode wants. Its hooks are called in the order of acceptance; they are
/// short and do not throw.
/// </summary>
internal class AppendRequest(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads)
{
    private readonly TaskCompletionSource<long> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte Type => type;

    /// <summary>Version of its records.</summary>
    public virtual byte Version => Format.RecordHeader.CurrentVersion;

    public IReadOnlyList<ReadOnlyMemory<byte>> Payloads => payloads;

    /// <summary>Its first record begins a new segment.</summary>
    public bool StartsSegment { get; init; }

    /// <summary>Bytes of all its records in a segment.</summary>
    public long FramedBytes { get; } = payloads.Sum(static payload => Format.RecordHeader.Framed(payload.Length));

    /// <summary>Sequence of its first record; set when it is accepted.</summary>
    public long FirstSequence { get; private set; }

    /// <summary>Sequence of its last record.</summary>
    public long LastSequence => FirstSequence + payloads.Count - 1;

    /// <summary>Records the writer has taken; touched under the queue's lock alone.</summary>
    public int Taken { get; set; }

    /// <summary>It was turned away by <see cref="OnAccept"/>: it has no sequence and is not written.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>Ends with the last sequence once acknowledged, or with why not.</summary>
    public Task<long> Acknowledged => _completion.Task;

    /// <summary>Set while it waits outside for room.</summary>
    public TaskCompletionSource? Admission { get; set; }

    /// <summary>Gives it its sequences; false: it does not want them any more. Under the queue's lock.</summary>
    public bool Accept(long firstSequence)
    {
        FirstSequence = firstSequence;
        IsRejected = !OnAccept(firstSequence);
        return !IsRejected;
    }

    public void Acknowledge()
    {
        OnDurable();
        _completion.TrySetResult(LastSequence);
    }

    public void Fail(JournalException failure)
    {
        OnFailed();
        Admission?.TrySetException(failure);
        _completion.TrySetException(failure);

        // Whoever waited for admission never looks at the completion.
        _ = _completion.Task.Exception;
    }

    /// <summary>Refused before it was accepted.</summary>
    public void Refuse(JournalException refusal)
    {
        Admission?.TrySetException(refusal);
        _completion.TrySetException(refusal);
        _ = _completion.Task.Exception;
    }

    /// <summary>It gets its sequences now, unless this says no. Under the queue's lock: must not call the log.</summary>
    protected virtual bool OnAccept(long firstSequence) => true;

    /// <summary>It is durable as the mode wants; its appender is told next. On the writer's thread.</summary>
    protected virtual void OnDurable()
    {
    }

    /// <summary>It was accepted and failed. On the writer's thread, before the log accepts anything again.</summary>
    protected virtual void OnFailed()
    {
    }
}

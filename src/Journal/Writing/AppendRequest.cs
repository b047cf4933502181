namespace Granary.Journal.Writing;

/// <summary>
/// One append on its way: accepted (it has its sequences), written, durable as the mode wants. <paramref name="onDurable"/> runs on the
/// writer's thread, in the order of acceptance, before the appender is told; it must be short and must not throw.
/// </summary>
internal sealed class AppendRequest(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, Action? onDurable = null)
{
    private readonly TaskCompletionSource<long> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte Type => type;

    public IReadOnlyList<ReadOnlyMemory<byte>> Payloads => payloads;

    /// <summary>Bytes of all its records in a segment.</summary>
    public long FramedBytes { get; } = payloads.Sum(static payload => Format.RecordHeader.Framed(payload.Length));

    /// <summary>Sequence of its first record; set when it is accepted.</summary>
    public long FirstSequence { get; set; }

    /// <summary>Sequence of its last record.</summary>
    public long LastSequence => FirstSequence + payloads.Count - 1;

    /// <summary>Records the writer has taken; touched under the queue's lock alone.</summary>
    public int Taken { get; set; }

    /// <summary>Ends with the last sequence once acknowledged, or with why not.</summary>
    public Task<long> Acknowledged => _completion.Task;

    /// <summary>Set while it waits outside for room.</summary>
    public TaskCompletionSource? Admission { get; set; }

    public void Acknowledge()
    {
        onDurable?.Invoke();
        _completion.TrySetResult(LastSequence);
    }

    public void Fail(JournalException failure)
    {
        Admission?.TrySetException(failure);
        _completion.TrySetException(failure);

        // Whoever waited for admission never looks at the completion.
        _ = _completion.Task.Exception;
    }
}

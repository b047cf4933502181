namespace Granary.Journal.Writing;

/// <summary>One record of an append, taken from the queue.</summary>
internal readonly record struct QueuedRecord(AppendRequest Request, int Index)
{
    public long Sequence => Request.FirstSequence + Index;

    public ReadOnlyMemory<byte> Payload => Request.Payloads[Index];

    public bool IsLastOfRequest => Index == Request.Payloads.Count - 1;
}

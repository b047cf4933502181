namespace Granary.Journal.Writing;

/// <summary>One record of an append, taken from the queue.</summary>
internal readonly record struct QueuedRecord(AppendRequest Request, int Index)
{
    public long Sequence => Request.FirstSequence + Index;

    public ReadOnlySpan<byte> Payload => Request.Payloads[Index].Span;

    public bool IsLastOfRequest => Index == Request.Payloads.Count - 1;
}

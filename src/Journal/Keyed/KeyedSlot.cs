namespace Granary.Journal.Keyed;

/// <summary>What a keyed store knows of one key. A value in its table and changed there by reference: a store holds millions of them.</summary>
internal struct KeyedSlot
{
    /// <summary>Sequence of the durable value: its version. 0: there is none.</summary>
    public long Durable { get; set; }

    /// <summary>The newest write under way; null if none is.</summary>
    public KeyedWrite? UnderWay { get; set; }

    /// <summary>The newest accepted version; 0: by that there is no value.</summary>
    public readonly long Accepted => UnderWay is null ? Durable : UnderWay.Type == KeyedRecord.Put ? UnderWay.FirstSequence : 0;
}

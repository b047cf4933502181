namespace Granary.Journal.Keyed;

/// <summary>What a keyed store knows of one key.</summary>
internal sealed class KeyedSlot
{
    /// <summary>The durable record; null if there is none.</summary>
    public KeyedChange? Durable { get; set; }

    /// <summary>The same as readers get it.</summary>
    public KeyedEntry? Entry { get; set; }

    /// <summary>Newest version under way; 0 if none is.</summary>
    public long AcceptedVersion { get; set; }

    /// <summary>That version removes the entry.</summary>
    public bool AcceptedIsEnd { get; set; }

    /// <summary>A write is under way.</summary>
    public bool HasAccepted => AcceptedVersion != 0;
}

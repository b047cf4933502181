namespace Granary.Embedded.Runtime;

/// <summary>What a page says.</summary>
internal enum StreamPageKind
{
    /// <summary>Elements, more may follow.</summary>
    Elements,

    /// <summary>The last elements, perhaps none.</summary>
    End,

    /// <summary>None yet; ask again.</summary>
    Heartbeat,

    /// <summary>The grain does not know the reader.</summary>
    Unknown,

    /// <summary>The stream failed.</summary>
    Failed,

    /// <summary>The stream was cancelled.</summary>
    Cancelled,
}

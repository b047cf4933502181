namespace Granary.Grains.Models;

/// <summary>Which time ran out during an attempt.</summary>
internal enum CallExpiry
{
    None,

    /// <summary>No headers in time.</summary>
    FirstByte,

    /// <summary>The answer fell silent.</summary>
    Idle,

    /// <summary>The answer was complete but for its end, and fell silent.</summary>
    End,

    /// <summary>The caller takes no bytes.</summary>
    Caller,

    /// <summary>The whole attempt took too long.</summary>
    Total,

    /// <summary>The caller's own deadline.</summary>
    Deadline,
}

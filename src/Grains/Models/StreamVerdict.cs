namespace Granary.Grains.Models;

/// <summary>What to do with an event of a stream.</summary>
internal enum StreamVerdict
{
    /// <summary>Pass it on.</summary>
    Relay,

    /// <summary>The caller did not ask for it.</summary>
    HoldBack,

    /// <summary>It is not JSON: the stream ends before it.</summary>
    Bad,

    /// <summary>The provider's own error event: the stream ends with it.</summary>
    Error,
}

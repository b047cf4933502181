namespace Granary.Executors.Protocol;

/// <summary>Flags of a frame.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>More of the payload follows in data frames.</summary>
    More = 1,

    /// <summary>The payload is JSON; otherwise bytes.</summary>
    Json = 2,
}

namespace Granary.Executors.Protocol;

/// <summary>Numbers of the worker protocol.</summary>
internal static class ProtocolLimits
{
    /// <summary>The version spoken here, the least and the most.</summary>
    public const int Version = 1;

    public const int HeaderBytes = 16;

    public const int MetaBytes = ushort.MaxValue;

    /// <summary>Most data of one frame.</summary>
    public const int DataBytes = 1024 * 1024;

    /// <summary>Data of one frame of a payload that needs several: small enough that a cancel waits shortly.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>Frames with this type or a higher one may be added by later versions and are skipped.</summary>
    public const byte FirstSkippedType = 128;

    public const int ErrorMessageBytes = 8 * 1024;

    public const int StackBytes = 32 * 1024;

    public const int LogMessageBytes = 8 * 1024;

    /// <summary>Most log frames of a worker in a second; what is above is counted.</summary>
    public const int LogsPerSecond = 200;

    /// <summary>Time for the first frame.</summary>
    public static TimeSpan HelloTime { get; } = TimeSpan.FromSeconds(10);
}

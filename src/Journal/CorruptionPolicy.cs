namespace Granary.Journal;

/// <summary>What opening a log does about records that had been durable and are damaged.</summary>
public enum CorruptionPolicy
{
    /// <summary>The log is not opened; the message names file, offset and sequence. Nothing is changed.</summary>
    Stop,

    /// <summary>The range up to the next whole record is reported as lost in <see cref="LogRepair.Damages"/>, the rest is used.</summary>
    Skip,
}

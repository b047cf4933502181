namespace Granary.Journal.Inspection;

/// <summary>What verifying a log finds; the numbers are the exit codes of <c>granary journal verify</c>.</summary>
public enum LogCondition
{
    /// <summary>Every record is whole.</summary>
    Clean = 0,

    /// <summary>The end is torn, as after a power cut; opening cuts it and loses nothing acknowledged.</summary>
    Torn = 1,

    /// <summary>Something that had been durable is damaged.</summary>
    Corrupt = 2,
}

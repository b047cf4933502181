namespace Granary.Journal.Requests;

/// <summary>The closed set of reasons of a dropped entry.</summary>
public static class DropReasons
{
    /// <summary>Older than the age limit.</summary>
    public const string TooOld = "too_old";

    /// <summary>Its deadline passed before it could run.</summary>
    public const string DeadlinePassed = "deadline_passed";

    /// <summary>A recovery hook said that it need not run.</summary>
    public const string Skipped = "skipped";

    /// <summary>An operator discarded the dead letter.</summary>
    public const string Discarded = "discarded";
}

namespace Granary.Journal.Format;

/// <summary>Flags of a record.</summary>
[Flags]
internal enum RecordFlags : ushort
{
    None = 0,

    /// <summary>The first record of one write.</summary>
    FirstOfBatch = 1,

    /// <summary>A reader that does not know the type or version may pass over it.</summary>
    Skippable = 2,
}

namespace Granary.Journal;

/// <summary>The names of what a journal can be kept in.</summary>
public static class JournalBackends
{
    /// <summary>Segment files.</summary>
    public const string Segments = "segments";

    /// <summary>Mapped segment files.</summary>
    public const string Mapped = "mmap";

    /// <summary>Rows in PostgreSQL.</summary>
    public const string Postgres = "postgres";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Segments, Mapped, Postgres];
}

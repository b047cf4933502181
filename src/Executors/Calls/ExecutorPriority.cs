namespace Granary.Executors;

/// <summary>Priority values of the bands. 0 is the least, 255 Granary's own.</summary>
public static class ExecutorPriority
{
    /// <summary>Band <c>bulk</c>.</summary>
    public const byte Bulk = 25;

    /// <summary>Band <c>standard</c>, and what says nothing.</summary>
    public const byte Standard = 50;

    /// <summary>Band <c>interactive</c>.</summary>
    public const byte Interactive = 75;

    /// <summary>The value of a band by its name; unknown names count as standard.</summary>
    public static byte Of(string? band) => band switch
    {
        "interactive" => Interactive,
        "bulk" => Bulk,
        _ => Standard,
    };
}

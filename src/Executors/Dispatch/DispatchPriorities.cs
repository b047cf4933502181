namespace Granary.Executors.Dispatch;

/// <summary>Priorities with a name; every value from 0 to 255 is valid.</summary>
internal static class DispatchPriorities
{
    /// <summary>Whenever there is time.</summary>
    public const byte Low = 0;

    /// <summary>Band <c>bulk</c>.</summary>
    public const byte Bulk = 25;

    /// <summary>Band <c>standard</c>.</summary>
    public const byte Normal = 50;

    /// <summary>Band <c>interactive</c>.</summary>
    public const byte Interactive = 75;

    /// <summary>Before everything that callers ask for.</summary>
    public const byte Critical = 100;

    /// <summary>Granary itself.</summary>
    public const byte Granary = 255;
}

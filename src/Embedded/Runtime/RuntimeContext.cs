namespace Granary.Embedded.Runtime;

/// <summary>Whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Activation? _activation;

    [ThreadStatic]
    private static CallOrigin? _origin;

    /// <summary>The activation; null outside of grains.</summary>
    public static Activation? Activation
    {
        get => _activation;
        set => _activation = value;
    }

    /// <summary>The silo or client that calls made here belong to; null when nothing says so, then the reference knows.</summary>
    public static CallOrigin? Origin
    {
        get => _activation?.Silo ?? _origin;
        set => _origin = value;
    }
}

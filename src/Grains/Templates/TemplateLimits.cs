namespace Granary.Grains.Templates;

/// <summary>Bounds of templates. Time is bounded through steps: text and lists are charged by length.</summary>
internal static class TemplateLimits
{
    /// <summary>UTF-8 bytes of one template.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>UTF-8 bytes of one rendered text.</summary>
    public const int OutputBytes = 4 * 1024 * 1024;

    /// <summary>Blocks and sub-expressions inside each other.</summary>
    public const int Nesting = 32;

    /// <summary>Steps of one rendering.</summary>
    public const int Steps = 100_000;
}

namespace Granary.Grains.Steps.Schemas;

/// <summary>Bounds of JSON Schemas and of checking against them.</summary>
internal static class SchemaLimits
{
    /// <summary>UTF-8 bytes of one schema.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>Schemas inside each other, references included.</summary>
    public const int Nesting = 64;

    /// <summary>Schemas looked at in one check.</summary>
    public const int Steps = 200_000;

    /// <summary>Problems told of one value.</summary>
    public const int Problems = 10;

    /// <summary>How long one pattern may work on one text.</summary>
    public static readonly TimeSpan Pattern = TimeSpan.FromMilliseconds(100);
}

using System.Globalization;

namespace Granary.Embedded;

/// <summary>How integer and GUID keys are written in grain ids.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>Key of an integer: hexadecimal.</summary>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>Key of a GUID: 32 digits.</summary>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>The integer key.</summary>
    /// <exception cref="ArgumentException">The key is no integer.</exception>
    public static long GetIntegerKey(this GrainId grainId) =>
        long.TryParse(grainId.Key.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException($"The key of {grainId} is no integer.", nameof(grainId));

    /// <summary>The GUID key.</summary>
    /// <exception cref="ArgumentException">The key is no GUID.</exception>
    public static Guid GetGuidKey(this GrainId grainId) =>
        Guid.TryParseExact(grainId.Key.ToString(), "N", out var key)
            ? key
            : throw new ArgumentException($"The key of {grainId} is no GUID.", nameof(grainId));
}

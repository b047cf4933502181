using System.Globalization;

namespace Granary.Admission;

/// <summary>Names a lease: the life of the agent that gave it, and a counter of that life.</summary>
/// <param name="Incarnation">Life of the agent.</param>
/// <param name="Number">Counter.</param>
public readonly record struct LeaseId(ulong Incarnation, long Number)
{
    /// <summary><c>ls_</c>, the incarnation and the number in hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ls_{Incarnation:x16}{Number:x}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is none.</summary>
    public static LeaseId? Parse(string text) =>
        text.Length > 19 && text.StartsWith("ls_", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(3, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var incarnation)
            && long.TryParse(text.AsSpan(19), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new LeaseId(incarnation, number)
            : null;
}

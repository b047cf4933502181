namespace Granary.Grains.Artifacts;

/// <summary>
/// The rule for names of the artifact store: segments of letters, digits, space and <c>. _ - + @ = , ( )</c> joined by <c>/</c>, none starting
/// with a dot, none ending with <see cref="Partial"/>; at most 512 characters. So a name can neither leave the store nor hit a temporary file.
/// </summary>
internal static class ArtifactName
{
    public const string Partial = ".partial";

    private const int MaxLength = 512;
    private const int MaxSegment = 200;

    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var range in name.AsSpan().Split('/'))
        {
            if (!IsSegment(name.AsSpan(range)))
            {
                return false;
            }
        }

        return true;
    }

    public static string Check(string name) => IsValid(name)
        ? name
        : throw new ArgumentException(
            $"'{name}' is no artifact name: segments of letters, digits and . _ - + @ = , ( ) joined by '/', none starting with a dot.", nameof(name));

    private static bool IsSegment(ReadOnlySpan<char> segment)
    {
        if (segment.Length is 0 or > MaxSegment || segment[0] == '.' || segment[^1] is '.' or ' ' || segment.EndsWith(Partial, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in segment)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !" ._-+@=,()".Contains(c, StringComparison.Ordinal) && !(c > 127 && char.IsLetterOrDigit(c)))
            {
                return false;
            }
        }

        return true;
    }
}

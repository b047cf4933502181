namespace Granary.Embedded;

/// <summary>A hash that is the same in every process, so that placement by hash and simulation do not change from start to start. FNV-1a.</summary>
internal static class StableHash
{
    public const ulong Seed = 14695981039346656037;

    public static int Of(string text)
    {
        var hash = Add(Seed, text);
        return (int)(hash ^ (hash >> 32));
    }

    public static ulong Add(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    public static ulong Add(ulong hash, long number)
    {
        for (var i = 0; i < 8; i++)
        {
            hash = (hash ^ (byte)(number >> (8 * i))) * 1099511628211;
        }

        return hash;
    }
}

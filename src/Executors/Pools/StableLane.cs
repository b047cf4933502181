using System.Text;

namespace Granary.Executors.Pools;

/// <summary>
/// The lane of an affinity key, the same in every process, language and release: FNV-1a over UTF-8, a finishing mix, then jump consistent hash.
/// </summary>
internal static class StableLane
{
    /// <summary>The hash of a key.</summary>
    public static ulong Hash(string key)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var value in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ value) * 0x100000001b3;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        return hash;
    }

    /// <summary>The lane of a key among <paramref name="lanes"/>, from 0.</summary>
    public static int Of(string key, int lanes)
    {
        var state = Hash(key);
        long lane = -1;
        long next = 0;
        while (next < lanes)
        {
            lane = next;
            state = (state * 2862933555777941757) + 1;
            next = (long)((lane + 1) * ((double)(1L << 31) / ((state >> 33) + 1)));
        }

        return (int)lane;
    }
}

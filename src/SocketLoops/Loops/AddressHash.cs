using System.Text;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// The loop of a client's address, the same in every process and release: the executors' <c>stable</c> (FNV-1a over UTF-8, a finishing mix, jump
/// consistent hash), written once more because neither project may reference the other.
/// </summary>
internal static class AddressHash
{
    public static int Lane(string address, int lanes)
    {
        var state = Hash(address);
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

    public static ulong Hash(string address)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var value in Encoding.UTF8.GetBytes(address))
        {
            hash = (hash ^ value) * 0x100000001b3;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}

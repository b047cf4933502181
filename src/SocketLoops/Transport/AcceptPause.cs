namespace Granary.SocketLoops.Transport;

/// <summary>How long accepting pauses after it failed: 100 ms, doubling to 1 s while it keeps failing.</summary>
internal static class AcceptPause
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static TimeSpan After(TimeSpan pause) => pause * 2 < Longest ? pause * 2 : Longest;

    public static IEnumerable<TimeSpan> Sequence(int count)
    {
        for (var pause = First; count > 0; count--, pause = After(pause))
        {
            yield return pause;
        }
    }
}

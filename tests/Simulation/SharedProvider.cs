using Granary.Admission;

namespace Granary.Simulation;

/// <summary>
/// A provider with a hidden limit that all silos call, and the book of what was asked of it. It lives outside of the silos: a call that it took goes
/// on when its caller crashes. Used on the simulation's one thread.
/// </summary>
internal sealed class SharedProvider(int hiddenLimit, int cap)
{
    private readonly List<DateTimeOffset> _ends = [];

    public static ResourceKey Key { get; } = new("p", "m", Domain.Chat);

    public int Cap => cap;

    public int MostInFlight { get; private set; }

    public int Refused { get; private set; }

    /// <summary>What must never happen, as sentences; empty is good.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>A call arrives that takes until <paramref name="end"/>, whatever becomes of its caller; false is a 429.</summary>
    public bool Begin(DateTimeOffset now, DateTimeOffset end)
    {
        _ends.RemoveAll(ended => ended <= now);
        Count(_ends.Count + 1);
        if (_ends.Count >= hiddenLimit)
        {
            Refused++;
            return false;
        }

        _ends.Add(end);
        return true;
    }

    // Every permit is the ledger's, so what all silos together send at once can never be above the cap.
    private void Count(int arrived)
    {
        MostInFlight = Math.Max(MostInFlight, arrived);
        if (arrived > cap)
        {
            Violations.Add($"{arrived} calls at once, the cap is {cap}");
        }
    }
}

namespace Granary.Admission.Buckets;

/// <summary>Accepts per second over the last ten seconds, in slots of half a second.</summary>
internal sealed class AcceptRate(double bornAt)
{
    /// <summary>Seconds looked back.</summary>
    public const double Over = 10;

    private const int Slots = 20;
    private const double SlotSeconds = Over / Slots;
    private readonly long[] _counts = new long[Slots];
    private long _slot;
    private long _sum;

    public void Add(double now, long count = 1)
    {
        Advance(now);
        _counts[_slot % Slots] += count;
        _sum += count;
    }

    /// <summary>Accepts of the last ten seconds.</summary>
    public long Count(double now)
    {
        Advance(now);
        return _sum;
    }

    public double PerSecond(double now)
    {
        Advance(now);
        return _sum / Math.Clamp(now - bornAt, 1, Over);
    }

    private void Advance(double now)
    {
        var slot = (long)((now - bornAt) / SlotSeconds);
        for (var i = Math.Max(_slot + 1, slot - Slots + 1); i <= slot; i++)
        {
            _sum -= _counts[i % Slots];
            _counts[i % Slots] = 0;
        }

        _slot = Math.Max(_slot, slot);
    }
}

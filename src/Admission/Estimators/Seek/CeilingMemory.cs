namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// What the provider was last seen to hold, and the row of cuts since. Below the ceiling the way back is free; when the limit stands there
/// again soon, the cuts were a false alarm and their refusals noise.
/// </summary>
internal sealed class CeilingMemory
{
    private bool _open;
    private long _refusals;
    private double _lastCutAt;

    /// <summary>0: none is known.</summary>
    public int Ceiling { get; set; }

    /// <summary>Cuts since an accept at the limit.</summary>
    public int CutsInARow { get; set; }

    /// <summary>A cut from that limit, by so many refusals.</summary>
    public void Cut(int limit, long refusals, double now)
    {
        CutsInARow++;
        if (!_open)
        {
            Ceiling = Math.Max(Ceiling, limit);
            _refusals = 0;
            _open = true;
        }

        _refusals += refusals;
        _lastCutAt = now;
    }

    /// <summary>The limit was accepted at or above the ceiling: how many refusals were noise; -1: there was nothing to refute.</summary>
    public long Refute(int limit, double now, double within)
    {
        if (!_open || limit < Ceiling)
        {
            return -1;
        }

        var noise = now - _lastCutAt <= within ? _refusals : 0;
        CloseCascade();
        return noise;
    }

    /// <summary>A verdict said where the provider stands.</summary>
    public void Settle(int ceiling)
    {
        Ceiling = ceiling;
        CutsInARow = 0;
        CloseCascade();
    }

    public void CloseCascade()
    {
        _open = false;
        _refusals = 0;
    }
}

namespace Granary.Admission.Agents;

/// <summary>How long calls took lately, for estimates of waits: the last 64 that ended well.</summary>
internal sealed class ServiceTimes
{
    private const int Room = 64;
    private const double Recent = 60;
    private const int Enough = 5;
    private readonly float[] _seconds = new float[Room];
    private readonly double[] _endedAt = new double[Room];
    private int _count;

    public void Add(double seconds, double now)
    {
        var at = _count++ % Room;
        _seconds[at] = (float)seconds;
        _endedAt[at] = now;
    }

    /// <summary>Their median; null unless five or more ended in the last minute.</summary>
    public double? Median(double now)
    {
        var recent = new List<float>(Room);
        for (var i = 0; i < Math.Min(_count, Room); i++)
        {
            if (now - _endedAt[i] <= Recent)
            {
                recent.Add(_seconds[i]);
            }
        }

        if (recent.Count < Enough)
        {
            return null;
        }

        recent.Sort();
        return (recent[(recent.Count - 1) / 2] + recent[recent.Count / 2]) / 2.0;
    }
}

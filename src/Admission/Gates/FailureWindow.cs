namespace Granary.Admission.Gates;

/// <summary>The newest samples of a key, good or bad.</summary>
internal sealed class FailureWindow
{
    private const int Size = 20;
    private readonly bool[] _bad = new bool[Size];
    private int _count;
    private int _next;
    private int _badCount;

    /// <summary>At least half of those there are is bad.</summary>
    public bool HalfBad => 2 * _badCount >= _count;

    public void Add(bool bad, long count)
    {
        for (var i = Math.Min(count, Size); i > 0; i--)
        {
            if (_count == Size)
            {
                _badCount -= _bad[_next] ? 1 : 0;
            }
            else
            {
                _count++;
            }

            _bad[_next] = bad;
            _badCount += bad ? 1 : 0;
            _next = (_next + 1) % Size;
        }
    }

    public void Clear()
    {
        _count = 0;
        _next = 0;
        _badCount = 0;
    }
}

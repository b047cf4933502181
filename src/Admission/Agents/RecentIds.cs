namespace Granary.Admission.Agents;

/// <summary>
/// The last 8,192 lease numbers that were put in, and nothing older. Putting one in is the fast path; looking one up is for mistakes only, and
/// reads the numbers through.
/// </summary>
internal sealed class RecentIds
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 8192;

    private long[] _ids = new long[64];
    private int _next;

    public bool Contains(long id) => id > 0 && Array.IndexOf(_ids, id) >= 0;

    public void Add(long id)
    {
        if (_next == _ids.Length)
        {
            if (_next < Capacity)
            {
                Array.Resize(ref _ids, _next * 2);
            }
            else
            {
                _next = 0;
            }
        }

        _ids[_next++] = id;
    }

    /// <summary>Forgets one; false if it was not known.</summary>
    public bool Remove(long id)
    {
        if (id <= 0 || Array.IndexOf(_ids, id) is not (>= 0 and var at))
        {
            return false;
        }

        _ids[at] = 0;
        return true;
    }
}

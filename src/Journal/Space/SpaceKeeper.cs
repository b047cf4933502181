using Granary.Journal.Files;

namespace Granary.Journal.Space;

/// <summary>
/// Watches the free space of a log's disk and keeps a reserve of real blocks beside the log: below two segments of free space, or at the first "no
/// space", the log is low and the reserve is given back to the disk; with space for two segments and the reserve it is made again. Used by one thread;
/// <see cref="IsLow"/> by any.
/// </summary>
internal sealed class SpaceKeeper
{
    private const string ReserveName = "reserve";

    private readonly ILogFiles _files;
    private readonly string _folder;
    private readonly string _reserve;
    private readonly long _least;
    private readonly long _reserveBytes;
    private bool _hasReserve;
    private volatile bool _isLow;

    public SpaceKeeper(ILogFiles files, string folder, LogOptions options)
    {
        _files = files;
        _folder = folder;
        _reserve = Path.Combine(folder, ReserveName);
        _reserveBytes = options.ReserveBytes;
        _least = 2 * options.SegmentBytes;
        _hasReserve = files.ListFiles(folder).Contains(ReserveName);
        if (_hasReserve && _reserveBytes == 0)
        {
            GiveBack();
        }

        Look();
    }

    /// <summary>Too little space for new work.</summary>
    public bool IsLow => _isLow;

    /// <summary>Looks at the disk.</summary>
    public void Look()
    {
        var free = _files.FreeBytes(_folder);
        if (free < _least)
        {
            OnFull();
        }
        else if (_hasReserve || _reserveBytes == 0)
        {
            _isLow = false;
        }
        else if (free >= _least + _reserveBytes)
        {
            MakeReserve();
        }
        else
        {
            _isLow = true;
        }
    }

    /// <summary>A write found no space, or there is too little. Returns whether the reserve could be given back now.</summary>
    public bool OnFull()
    {
        _isLow = true;
        return _hasReserve && GiveBack();
    }

    private bool GiveBack()
    {
        _files.Delete(_reserve);
        _hasReserve = false;
        return true;
    }

    private void MakeReserve()
    {
        try
        {
            _files.Allocate(_reserve, _reserveBytes);
            _hasReserve = true;
            _isLow = false;
        }
        catch (IOException error) when (DiskFull.Is(error))
        {
            // Somebody else was quicker; the next look tries again.
            _files.Delete(_reserve);
            _isLow = true;
        }
    }
}

namespace Granary.Grains.Models;

/// <summary>
/// Finds where server-sent events end: at an empty line, whatever its line endings (LF, CRLF, CR), however the bytes were cut on the way. A line
/// feed that belongs to a carriage return already handed out becomes the first byte of the next event: nothing is lost or added.
/// </summary>
internal sealed class EventSplitter
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private int _scanned;
    private bool _lineHasBytes;
    private bool _afterCr;

    /// <summary>
    /// Length of the first event in <paramref name="held"/>, its empty line included; 0 if it is not complete. Call it with all that is held:
    /// after a 0 with more bytes behind the same ones, after an event with what follows it.
    /// </summary>
    public int Find(ReadOnlySpan<byte> held)
    {
        while (_scanned < held.Length)
        {
            var rest = held[_scanned..];
            var next = rest.IndexOfAny(Cr, Lf);
            if (next != 0)
            {
                _lineHasBytes = true;
                _afterCr = false;
                _scanned += next < 0 ? rest.Length : next;
                continue;
            }

            _scanned++;
            if (rest[0] == Lf && _afterCr)
            {
                _afterCr = false;
                continue;
            }

            _afterCr = rest[0] == Cr;
            if (_lineHasBytes)
            {
                _lineHasBytes = false;
                continue;
            }

            var end = _scanned;
            if (_afterCr && end < held.Length && held[end] == Lf)
            {
                end++;
                _afterCr = false;
            }

            _scanned = 0;
            return end;
        }

        return 0;
    }
}

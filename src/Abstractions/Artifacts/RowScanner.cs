namespace Granary.Abstractions.Artifacts;

/// <summary>
/// Finds where the rows of a text artifact end, whatever chunks its bytes come in. JSONL: a line is a row. CSV: a line break between double quotes belongs to
/// its row (RFC 4180). Keeps what it saw; not thread-safe.
/// </summary>
/// <param name="csv">The text is CSV; otherwise JSONL.</param>
public sealed class RowScanner(bool csv)
{
    private const byte LineFeed = (byte)'\n';
    private bool _quoted;

    /// <summary>Length of the bytes up to and with the end of the next row; -1 when it does not end in them. They count as seen.</summary>
    public int EndOfRow(ReadOnlySpan<byte> bytes)
    {
        if (!csv)
        {
            return bytes.IndexOf(LineFeed) is var at and >= 0 ? at + 1 : -1;
        }

        for (var seen = 0; bytes[seen..].IndexOfAny((byte)'"', LineFeed) is var at and >= 0;)
        {
            seen += at + 1;
            if (bytes[seen - 1] != LineFeed)
            {
                _quoted = !_quoted;
            }
            else if (!_quoted)
            {
                return seen;
            }
        }

        return -1;
    }
}

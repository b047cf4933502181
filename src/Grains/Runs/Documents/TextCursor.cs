namespace Granary.Grains.Runs.Documents;

/// <summary>Turns growing byte offsets of a UTF-8 text into line and character, in one walk over the text.</summary>
internal sealed class TextCursor(byte[] text)
{
    private int _at;

    /// <summary>Line, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Character in the line, from 1.</summary>
    public int Position { get; private set; } = 1;

    /// <summary>Moves on; never back.</summary>
    public void MoveTo(int offset)
    {
        for (; _at < offset; _at++)
        {
            if (text[_at] == (byte)'\n')
            {
                (Line, Position) = (Line + 1, 1);
            }
            else if ((text[_at] & 0xC0) != 0x80)
            {
                Position++;
            }
        }
    }
}

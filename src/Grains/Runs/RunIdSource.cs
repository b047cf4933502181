using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Granary.Grains.Runs;

/// <summary>
/// Makes run ids: <c>r_</c> and 26 characters of Crockford's base 32 (48 bit milliseconds, 80 random bits). They sort by time, those of one
/// process and millisecond too: the random part is counted up then. Thread-safe.
/// </summary>
internal sealed class RunIdSource(TimeProvider time, RunIdEntropy entropy)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly Lock _gate = new();
    private long _lastMilliseconds = long.MinValue;
    private UInt128 _lastRandom;

    public RunIdSource(TimeProvider time)
        : this(time, RandomNumberGenerator.Fill)
    {
    }

    public string Next()
    {
        lock (_gate)
        {
            var milliseconds = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), _lastMilliseconds);
            _lastRandom = milliseconds == _lastMilliseconds ? _lastRandom + 1 : Draw();
            _lastMilliseconds = milliseconds;
            return Of(((UInt128)(ulong)milliseconds << 80) | _lastRandom);
        }
    }

    // One bit less than there is room for, so that counting up within a millisecond cannot spill into the time.
    private UInt128 Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        entropy(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes) & ((UInt128.One << 79) - 1);
    }

    /// <summary>The id with that number.</summary>
    public static string Of(UInt128 value) => string.Create(28, value, static (text, rest) =>
    {
        text[0] = 'r';
        text[1] = '_';
        for (var i = text.Length - 1; i >= 2; i--)
        {
            text[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });
}

using System.Buffers.Binary;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary><c>uuid</c>: version 4, or its first 8 digits when short.</summary>
internal sealed class UuidSampler(string prefix, bool isShort, bool upper) : Sampler
{
    private const int ShortDigits = 8;

    /// <inheritdoc/>
    public override DataShape Shape => DataShape.Text;

    /// <summary>Reads <c>prefix</c>, <c>short</c>, <c>uppercase</c>.</summary>
    public static Sampler? Bind(SamplerParameters parameters)
    {
        var (prefix, isShort, upper) = (parameters.Text("prefix"), parameters.Flag("short"), parameters.Flag("uppercase"));
        return parameters.Complete ? new UuidSampler(prefix ?? string.Empty, isShort, upper) : null;
    }

    /// <inheritdoc/>
    public override SampleDraw Draw(SampleStream stream, IRowValues row)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, stream.NextBits());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], stream.NextBits());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        var text = new Guid(bytes, bigEndian: true).ToString("D");
        text = isShort ? text[..ShortDigits] : text;
        return new SampleDraw(DataJson.Element(prefix + (upper ? text.ToUpperInvariant() : text)), null);
    }
}

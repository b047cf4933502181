using Granary.Journal.Format;

namespace Granary.Journal.Tests.Format;

public sealed class Crc32CTests
{
    [Fact]
    public void Check_value_is_right_in_every_form()
    {
        Assert.Equal(0xe3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0xe3069283u, Crc32C.Finish(Crc32C.AddSoftware(Crc32C.Start, "123456789"u8)));
    }

    [Fact]
    public void Processor_and_table_agree_on_every_length_and_in_pieces()
    {
        var bytes = new byte[300];
        new Random(7).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var data = bytes.AsSpan(0, length);
            var expected = Crc32C.Finish(Crc32C.AddSoftware(Crc32C.Start, data));
            Assert.Equal(expected, Crc32C.Of(data));
            Assert.Equal(expected, Crc32C.Finish(Crc32C.Add(Crc32C.Add(Crc32C.Start, data[..(length / 3)]), data[(length / 3)..])));
        }
    }
}

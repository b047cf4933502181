using Granary.Grains.Steps.Samplers;

namespace Granary.Grains.Tests.Steps;

public sealed class SampleStreamTests
{
    // Computed by an independent implementation of the rule: SHA-256("granary-sample/1" + seed + row + name) as the state of xoshiro256**.
    [Theory]
    [InlineData(0UL, 0L, "x", 18038910143838949759UL, 13143981874655647008UL, 15482944352002758515UL)]
    [InlineData(42UL, 7L, "price", 16522271188605810424UL, 15795107847769666084UL, 14698018736742438009UL)]
    [InlineData(ulong.MaxValue, 999_999_999L, "é", 12753357221918464909UL, 1234596599535144193UL, 13236686803247901580UL)]
    public void Stream_is_the_one_the_rule_describes(ulong seed, long row, string column, ulong first, ulong second, ulong third)
    {
        var stream = SampleStream.OfCell(seed, row, column);

        Assert.Equal([first, second, third], new[] { stream.NextBits(), stream.NextBits(), stream.NextBits() });
    }

    [Fact]
    public void Doubles_are_the_top_53_bits()
    {
        var (bits, doubles) = (SampleStream.OfCell(1, 2, "a"), SampleStream.OfCell(1, 2, "a"));

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal((bits.NextBits() >> 11) * Math.Pow(2, -53), doubles.NextDouble());
        }
    }
}

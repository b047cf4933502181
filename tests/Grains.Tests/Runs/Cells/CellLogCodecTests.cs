using System.Buffers;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Cells;

namespace Granary.Grains.Tests.Runs.Cells;

public sealed class CellLogCodecTests
{
    private static readonly CellCost _cost = new(3, 1, new TokenUsage(120, 99_999_999_999, 7));

    [Theory]
    [InlineData("\"text with ümläut \\u0001 and \\\"quotes\\\"\"")]
    [InlineData("{\"a\":[1,2.50,{\"b\":null}]}")]
    [InlineData("null")]
    [InlineData("1.10")]
    [InlineData("true")]
    public void Made_cell_comes_back_as_it_was(string json)
    {
        var side = new Dictionary<string, JsonElement> { ["a__trace"] = JsonElement.Parse("[1]"), ["a__usage"] = JsonElement.Parse("{}") };
        var read = Assert.IsType<CellMade>(Round(new CellMade(99_999, 499, 21, JsonElement.Parse(json), side, _cost)));

        Assert.Equal((99_999, 499, 21, _cost), (read.Row, read.Column, read.Attempts, read.Cost));
        Assert.Equal(json, read.Value.GetRawText());
        Assert.Equal(["a__trace", "a__usage"], read.Side.Keys);
        Assert.Equal("[1]", read.Side["a__trace"].GetRawText());
    }

    [Fact]
    public void Undefined_value_stays_undefined() =>
        Assert.Equal(JsonValueKind.Undefined, Assert.IsType<CellMade>(Round(new CellMade(0, 0, 1, default, CellMade.NoSide, default))).Value.ValueKind);

    [Fact]
    public void Dropped_row_and_failed_attempt_come_back()
    {
        var dropped = new RowDropped(1, -1, "early_shutdown", "", "Too many rows failed – stop.", 0, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero), _cost);
        var failed = new AttemptFailed(2, 3, "rate_limit", true, _cost);

        Assert.Equal(dropped, Round(dropped));
        Assert.Equal(failed, Round(failed));
    }

    [Theory]
    [InlineData(new[] { 0, 2, 70_000 }, """[{"a":1},{},{"b":[null]}]""", true)]
    [InlineData(new[] { 5 }, """[{"a":"x"}]""", false)]
    [InlineData(new int[0], "[]", true)]
    public void Prepared_rows_come_back(int[] rows, string values, bool last)
    {
        var read = Assert.IsType<RowsPrepared>(Round(new RowsPrepared([.. rows], JsonElement.Parse(values), last)));
        Assert.Equal(rows, read.Rows);
        Assert.Equal((values, last, rows.FirstOrDefault()), (read.Values.GetRawText(), read.IsLast, read.Row));
        Assert.Throws<InvalidDataException>(() => Round(new RowsPrepared([1, 2], JsonElement.Parse("[{},null]"), true)));
    }

    [Fact]
    public void Every_cut_of_a_record_is_an_error()
    {
        var whole = Write(new RowDropped(300, 2, "failed", "timeout", "message", 3, DateTimeOffset.UnixEpoch, _cost));
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Throws<InvalidDataException>(() => CellLogCodec.Read(cut));
        }

        Assert.Throws<InvalidDataException>(() => CellLogCodec.Read([.. whole, 0]));
    }

    [Fact]
    public void Unknown_version_kind_and_damaged_json_are_errors()
    {
        var whole = Write(new CellMade(0, 0, 1, JsonElement.Parse("\"x\""), CellMade.NoSide, default));

        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => CellLogCodec.Read([9, .. whole[1..]])).Message, StringComparison.Ordinal);
        Assert.Contains("kind 77", Assert.Throws<InvalidDataException>(() => CellLogCodec.Read([1, 77, .. whole[2..]])).Message, StringComparison.Ordinal);
        var broken = whole.ToArray();
        broken[Array.IndexOf(broken, (byte)'x') - 1] = (byte)'{';
        Assert.Throws<InvalidDataException>(() => CellLogCodec.Read(broken));
    }

    [Fact]
    public void Batch_reads_back_as_it_was_written()
    {
        var read = Assert.IsType<BatchMade>(Round(new BatchMade(3, 2, [1, 4, 900], JsonElement.Parse("""[1,"x",null]"""), _cost)));
        Assert.Equal((1, 3, 2, _cost, """[1,"x",null]"""), (read.Row, read.Column, read.Attempts, read.Cost, read.Values.GetRawText()));
        Assert.Equal([1, 4, 900], read.Rows);
    }

    [Fact]
    public void Batch_with_other_values_than_rows_is_damaged()
    {
        Assert.Throws<InvalidDataException>(() => Round(new BatchMade(3, 2, [1, 4], JsonElement.Parse("[1]"), _cost)));
        Assert.Throws<InvalidDataException>(() => Round(new BatchMade(3, 2, [4, 1], JsonElement.Parse("[1,2]"), _cost)));
    }

    private static CellLogEntry Round(CellLogEntry entry) => CellLogCodec.Read(Write(entry));

    private static byte[] Write(CellLogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CellLogCodec.Write(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}

using System.IO.Pipelines;
using System.Text;

using Granary.Api.Runs;

namespace Granary.Api.Tests.Runs;

public sealed class LineWriterTests
{
    [Theory]
    [InlineData(0, 9, "a\nb\nc\nd\n")]
    [InlineData(0, 0, "a\n")]
    [InlineData(1, 2, "b\nc\n")]
    [InlineData(3, 3, "d\n")]
    [InlineData(4, 9, "")]
    public async Task Copies_the_rows_of_the_range_over_several_parts(long first, long last, string expected)
    {
        using var target = new MemoryStream();
        var writer = PipeWriter.Create(target);
        var lines = new LineWriter(writer, new RowRange(first, last), csv: false);
        foreach (var part in (string[])["a\nb\n", "c\n", "d\n"])
        {
            if (!lines.Skip(part.Count(static c => c == '\n')))
            {
                await lines.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes(part)), TestContext.Current.CancellationToken);
            }
        }

        await writer.CompleteAsync();
        Assert.Equal(expected, Encoding.UTF8.GetString(target.ToArray()));
    }

    [Fact]
    public async Task Line_break_inside_quotes_belongs_to_its_row()
    {
        using var target = new MemoryStream();
        var writer = PipeWriter.Create(target);
        var lines = new LineWriter(writer, new RowRange(1, 1), csv: true);
        await lines.CopyAsync(new MemoryStream("\"x\ny\",1\n\"p\nq\",2\nz,3\n"u8.ToArray()), TestContext.Current.CancellationToken);
        await writer.CompleteAsync();
        Assert.Equal("\"p\nq\",2\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Fact]
    public async Task Quotes_inside_the_values_of_json_lines_mean_nothing()
    {
        using var target = new MemoryStream();
        var writer = PipeWriter.Create(target);
        var lines = new LineWriter(writer, new RowRange(1, 1), csv: false);
        await lines.CopyAsync(new MemoryStream("{\"a\":\"5\\\" wide\"}\n{\"a\":\"b\"}\n{\"a\":\"c\"}\n"u8.ToArray()), TestContext.Current.CancellationToken);
        await writer.CompleteAsync();
        Assert.Equal("{\"a\":\"b\"}\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Theory]
    [InlineData("0-999", 0, 999)]
    [InlineData("5-5", 5, 5)]
    public void Range_is_read(string text, long first, long last)
    {
        Assert.True(RowRange.TryParse(text, out var range));
        Assert.Equal(new RowRange(first, last), range);
    }

    [Theory]
    [InlineData("5-4")]
    [InlineData("-4")]
    [InlineData("a-b")]
    [InlineData("7")]
    public void Bad_range_is_refused(string text) => Assert.False(RowRange.TryParse(text, out _));

    [Theory]
    [InlineData("ab-3", "ab", 3)]
    [InlineData("a-b-12", "a-b", 12)]
    [InlineData("nonsense", "", 0)]
    public void Event_position_is_read(string text, string epoch, long sequence) =>
        Assert.Equal(new EventPosition(epoch, sequence), EventPosition.Parse(text));

    [Fact]
    public void No_event_position_is_none() => Assert.Null(EventPosition.Parse(null));
}

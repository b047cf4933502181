using System.Text;
using Granary.Grains.Models;

namespace Granary.Grains.Tests.Models;

public sealed class EventSplitterTests
{
    public static TheoryData<string> Streams =>
    [
        "data: 1\n\ndata: 2\n\n: comment\n\ndata: 3\ndata: 4\n\n",
        "data: 1\r\n\r\ndata: 2\r\n\r\n",
        "data: 1\r\rdata: 2\r\r",
        "data: 1\n\r\ndata: 2\r\n\n",
        "\n\ndata: 1\n\n",
        "event: x\ndata: {}\n\n\n\ndata: 2\n\nrest",
    ];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Events_are_the_same_however_the_bytes_are_cut(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var whole = Events(bytes, bytes.Length);
        Assert.Equal(stream, string.Concat(whole));
        for (var size = 1; size < bytes.Length; size++)
        {
            var cut = Events(bytes, size);
            Assert.Equal(stream, string.Concat(cut));

            // A line feed may come one event late, when its carriage return was at the end of a piece; nothing else may differ.
            Assert.Equal(whole.Select(e => e.Trim('\n', '\r')).Where(e => e.Length > 0), cut.Select(e => e.Trim('\n', '\r')).Where(e => e.Length > 0));
        }
    }

    [Theory]
    [InlineData("data: {\"a\":1}\n\n", "{\"a\":1}")]
    [InlineData("data:{}\r\n\r\n", "{}")]
    [InlineData("event: x\nid: 3\ndata: {\ndata: }\n\n", "{\n}")]
    [InlineData("data\n\n", "")]
    [InlineData(": data: x\n\n", null)]
    [InlineData("database: x\n\n", null)]
    [InlineData("\n", null)]
    public void Data_of_an_event(string text, string? data)
    {
        var read = StreamEvent.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(data, read.HasData ? Encoding.UTF8.GetString(read.Data.Span) : null);
    }

    private static List<string> Events(byte[] bytes, int size)
    {
        var splitter = new EventSplitter();
        var events = new List<string>();
        var held = new List<byte>();
        foreach (var piece in bytes.Chunk(size))
        {
            held.AddRange(piece);
            while (splitter.Find(held.ToArray()) is var length and > 0)
            {
                events.Add(Encoding.UTF8.GetString(held.GetRange(0, length).ToArray()));
                held.RemoveRange(0, length);
            }
        }

        events.Add(Encoding.UTF8.GetString(held.ToArray()));
        return events;
    }
}

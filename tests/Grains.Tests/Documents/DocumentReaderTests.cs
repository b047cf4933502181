using System.Text;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Fact]
    public void Document_above_its_size_is_refused_unread()
    {
        var error = DocumentReader.Read(new byte[20 * 1024 * 1024], "yaml").Error!;

        Assert.Equal("run_unreadable", error.Code);
        Assert.Contains("1048576", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_named_with_line_and_position()
    {
        var error = DocumentReader.Read([.. "name: x\nrows: "u8, 0xFF, .. "\n"u8], "yaml").Error!;

        Assert.Equal(("run_unreadable", 2, 7), (error.Code, error.Line, error.Position));
    }

    [Theory]
    [InlineData("yaml", "name: x\na: \0")]
    [InlineData("yaml", "name: x\na: \"\\0\"")]
    [InlineData("json", "{\"name\": \"x\",\n\"a\": \"\\u0000\"}")]
    public void Nul_is_refused_however_it_is_written(string format, string text)
    {
        var error = DocumentReader.Read(Encoding.UTF8.GetBytes(text), format).Error!;

        Assert.Equal(("run_unreadable", 2), (error.Code, error.Line));
    }

    [Theory]
    [InlineData("yaml", 32, true)]
    [InlineData("yaml", 33, false)]
    [InlineData("json", 32, true)]
    [InlineData("json", 33, false)]
    public void Depth_is_bounded(string format, int depth, bool readable)
    {
        // The document is the first level, `a` holds the others.
        var lists = new string('[', depth - 1) + new string(']', depth - 1);
        var reading = DocumentReader.Read(Encoding.UTF8.GetBytes($"{{\"a\": {lists}}}"), format);

        Assert.Equal(readable, reading.Root is not null);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n  \"a\": 2}", 2, 3)]
    [InlineData("{\"a\": 1,\n  b: 2}", 2, 3)]
    [InlineData("{\"a\": 1}\n{}", 2, 1)]
    [InlineData("{\"a\": 1e999}", 1, 7)]
    [InlineData("[1]", 1, 1)]
    [InlineData("", 1, 1)]
    [InlineData("{\"a\": \"\\ud800\"}", null, null)]
    public void Bad_json_is_named_with_line_and_position(string text, int? line, int? position)
    {
        var error = DocumentReader.Read(Encoding.UTF8.GetBytes(text), "json").Error!;

        Assert.Equal(("run_unreadable", line, position), (error.Code, error.Line, error.Position));
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("+12", "12")]
    [InlineData("007", "7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("1.50", "1.50")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("é", "\"é\"")]
    public void Plain_values_mean_what_the_core_schema_says(string yaml, string json)
    {
        var root = DocumentReader.Read(Encoding.UTF8.GetBytes($"a: {yaml}"), "yaml").Root!;

        Assert.Equal($"{{\"a\":{json}}}", Values.DataJson.Text(root.ToJson()));
    }

    [Fact]
    public void Places_are_kept_for_every_value()
    {
        var yaml = DocumentReader.Read("a:\n  - x\n  - { b/c: 1 }\n"u8, "yaml").Root!;
        var json = DocumentReader.Read(Encoding.UTF8.GetBytes("{\"é\": 1, \"b\":\n [true]}"), "json").Root!;
        var inner = yaml.Find("a")!.Items[1].Find("b/c")!;

        Assert.Equal(("/a/1/b~1c", 3, 12), (inner.Pointer, inner.Line, inner.Position));
        Assert.Equal((2, 3), (json.Find("b")!.Items[0].Line, json.Find("b")!.Items[0].Position));
        Assert.Equal((1, 7), (json.Find("é")!.Line, json.Find("é")!.Position));
    }

    [Fact]
    public void Random_bytes_never_escape_as_another_exception()
    {
        var random = new Random(20260131);
        var alphabet = "{}[]:,-?!&*|>'\"%@`#\n \t0aA~.\\<=\r\u00e9"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = new byte[random.Next(1, 40)];
            for (var j = 0; j < text.Length; j++)
            {
                text[j] = alphabet[random.Next(alphabet.Length)];
            }

            var reading = DocumentReader.Read(text, i % 4 == 0 ? "json" : "yaml");
            Assert.True(reading.Root is null != reading.Error is null);
        }
    }
}

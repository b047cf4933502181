using System.IO.Compression;
using System.Text;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Output;

namespace Granary.Grains.Tests.Runs.Output;

public sealed class FirstRowsTests
{
    private const string Csv = "1,\"a\nb\"\r\n2,\"c \"\"d\"\"\"\r\n3,e\r\n";
    private const string Json = "{\"a\":\"5\\\" wide\"}\n{\"a\":2}\n{\"a\":3}\n";

    [Theory]
    [InlineData("csv", Csv, 0, "")]
    [InlineData("csv", Csv, 1, "1,\"a\nb\"\r\n")]
    [InlineData("csv", Csv, 2, "1,\"a\nb\"\r\n2,\"c \"\"d\"\"\"\r\n")]
    [InlineData("csv", Csv, 9, Csv)]
    [InlineData("jsonl", Json, 1, "{\"a\":\"5\\\" wide\"}\n")]
    [InlineData("jsonl", Json, 2, "{\"a\":\"5\\\" wide\"}\n{\"a\":2}\n")]
    public async Task Rows_are_cut_where_they_end(string format, string text, int rows, string expected)
    {
        Assert.Equal(expected, await CutAsync(text, rows, new RunOutput(format, false, true)));
        Assert.Equal(expected, await CutAsync(text, rows, new RunOutput(format, true, true)));
    }

    [Fact]
    public async Task Rows_longer_than_a_buffer_are_cut_too()
    {
        var row = "{\"a\":\"" + new string('x', 200_000) + "\"}\n";

        Assert.Equal(row + row, await CutAsync(row + row + row, 2, new RunOutput("jsonl", false, true)));
    }

    private static async Task<string> CutAsync(string text, long rows, RunOutput output)
    {
        var token = TestContext.Current.CancellationToken;
        using var part = new MemoryStream();
        await using (var to = output.Gzip ? new GZipStream(part, CompressionLevel.Fastest, leaveOpen: true) : part as Stream)
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(text), token);
            if (!output.Gzip)
            {
                part.Position = 0;
                return await CutAsync(part, rows, output);
            }
        }

        part.Position = 0;
        return await CutAsync(part, rows, output);
    }

    private static async Task<string> CutAsync(MemoryStream part, long rows, RunOutput output)
    {
        var token = TestContext.Current.CancellationToken;
        using var result = new MemoryStream();
        await FirstRows.CopyAsync(part, result, rows, output, token);
        result.Position = 0;
        await using var plain = output.Gzip ? new GZipStream(result, CompressionMode.Decompress) : result as Stream;
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync(token);
    }
}

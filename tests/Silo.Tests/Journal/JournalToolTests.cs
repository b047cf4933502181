using System.Text;
using System.Text.Json;
using Granary.Journal;
using Granary.Silo.Journal;

namespace Granary.Silo.Tests.Journal;

public sealed class JournalToolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("granary-journal-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_tells_clean_torn_and_corrupt_apart_by_its_exit_code()
    {
        var segment = await WriteAsync("one", "two", "three");
        var whole = await File.ReadAllBytesAsync(segment, Token);
        Assert.Equal((0, true), await RunAsync("verify", "clean, 3 records"));

        // The mark of the clean end goes first: with it a shorter file is a proven loss.
        whole.AsSpan(52, 12).Clear();
        await File.WriteAllBytesAsync(segment, whole[..^5], Token);
        Assert.Equal((1, true), await RunAsync("verify", "torn tail"));

        whole[64 + 24] ^= 1;
        await File.WriteAllBytesAsync(segment, whole, Token);
        Assert.Equal((2, true), await RunAsync("verify", "at offset 64, 1 records lost from sequence 1"));
    }

    [Fact]
    public async Task Inspect_and_export_show_segments_and_records_as_json()
    {
        await WriteAsync("one", "two");
        var output = new StringWriter();
        Assert.Equal(0, await JournalTool.RunAsync(["inspect", _folder.FullName, "--json"], output, TextWriter.Null, Token));
        using var found = JsonDocument.Parse(output.ToString());
        Assert.Equal(2, found.RootElement.GetProperty("segments")[0].GetProperty("records").GetInt64());
        Assert.Equal("clean", found.RootElement.GetProperty("condition").GetString());

        output = new StringWriter();
        Assert.Equal(0, await JournalTool.RunAsync(["export", _folder.FullName, "--type", "96"], output, TextWriter.Null, Token));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["one", "two"], lines.Select(static line => Encoding.UTF8.GetString(JsonDocument.Parse(line).RootElement.GetProperty("payload").GetBytesFromBase64())));
    }

    [Fact]
    public async Task Compact_gives_back_the_space_of_a_closed_store_and_refuses_other_logs()
    {
        var folder = Path.Combine(_folder.FullName, "state");
        await using (var store = await KeyedStore.OpenAsync(folder, TimeProvider.System, Token))
        {
            string? etag = null;
            for (var version = 0; version < 20; version++)
            {
                etag = await store.PutAsync("t", "k", new byte[100_000], etag, Token);
            }
        }

        var output = new StringWriter();
        Assert.Equal(0, await JournalTool.RunAsync(["compact", folder, "--json"], output, TextWriter.Null, Token));
        using var done = JsonDocument.Parse(output.ToString());
        Assert.True(done.RootElement.GetProperty("bytesBefore").GetInt64() > 2_000_000);
        Assert.True(done.RootElement.GetProperty("bytesAfter").GetInt64() < 110_000, output.ToString());
        await using (var again = await KeyedStore.OpenAsync(folder, TimeProvider.System, Token))
        {
            Assert.Equal(100_000, again.Get("t", "k")!.Payload.Length);
        }

        await WriteAsync("one");
        Assert.Equal(1, await JournalTool.RunAsync(["compact", Path.Combine(_folder.FullName, "log")], TextWriter.Null, TextWriter.Null, Token));
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("verify", "--json")]
    [InlineData("explode", ".")]
    [InlineData("verify", "a", "b")]
    public async Task Wrong_arguments_show_the_usage(params string[] arguments)
    {
        var error = new StringWriter();
        Assert.Equal(2, await JournalTool.RunAsync(arguments, TextWriter.Null, error, Token));
        Assert.Contains("granary journal inspect FOLDER", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(params string[] texts)
    {
        var folder = Path.Combine(_folder.FullName, "log");
        await using var log = await SegmentLog.OpenAsync(new LogOptions { Folder = folder }, TimeProvider.System, static _ => { }, Token);
        foreach (var text in texts)
        {
            await log.AppendAsync(96, Encoding.UTF8.GetBytes(text), Token);
        }

        return Path.Combine(folder, "00000000000000000001.seg");
    }

    private async Task<(int ExitCode, bool Says)> RunAsync(string verb, string expected)
    {
        var output = new StringWriter();
        var exitCode = await JournalTool.RunAsync([verb, _folder.FullName], output, output, Token);
        return (exitCode, output.ToString().Contains(expected, StringComparison.Ordinal));
    }
}

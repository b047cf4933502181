using System.Globalization;
using Granary.TestKit;

namespace Granary.Journal.Tests;

/// <summary>The same log on the real file system.</summary>
public sealed class DiskLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_survive_closing_and_opening()
    {
        await using (var log = await OpenAsync([]))
        {
            await log.AppendAsync(96, LogBench.Text("one"), Token);
        }

        var replayed = new List<LogRecord>();
        await using var again = await OpenAsync(replayed);
        Assert.Equal("one"u8, replayed.Single().Payload.Span);
    }

    [Fact]
    public async Task Refused_opener_is_told_the_holders_process_id()
    {
        await using var log = await OpenAsync([]);
        var error = await Assert.ThrowsAsync<JournalException>(() => OpenAsync([]));
        Assert.Equal(JournalErrorCodes.Locked, error.Code);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_and_files_are_for_the_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var log = await OpenAsync([]);
        await log.AppendAsync(96, LogBench.Text("one"), Token);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(log.Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(log.Folder, "00000000000000000001.seg")));
    }

    [Fact]
    public async Task Deleting_needs_a_closed_log_and_leaves_nothing()
    {
        var log = await OpenAsync([]);
        await log.AppendAsync(96, LogBench.Text("one"), Token);
        var error = await Assert.ThrowsAsync<JournalException>(() => SegmentLog.DeleteAsync(log.Folder, Token));
        Assert.Equal(JournalErrorCodes.Locked, error.Code);
        await log.DisposeAsync();
        await SegmentLog.DeleteAsync(log.Folder, Token);
        await SegmentLog.DeleteAsync(log.Folder, Token);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private Task<SegmentLog> OpenAsync(List<LogRecord> replayed) =>
        SegmentLog.OpenAsync(new LogOptions { Folder = _folder.File("log") }, TimeProvider.System, replayed.Add, Token);
}

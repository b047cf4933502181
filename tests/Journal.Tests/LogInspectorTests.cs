using Granary.Journal.Inspection;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests;

public sealed class LogInspectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_log_is_clean_and_nothing_is_changed()
    {
        var disk = await LogBench.WriteAsync("one", "two");
        var steps = disk.Steps;
        var texts = new List<string>();
        var found = LogInspector.Inspect(disk, LogBench.Folder, record => texts.Add(System.Text.Encoding.UTF8.GetString(record.Payload.Span)), Token);
        Assert.Equal((LogCondition.Clean, 2L, 2L), (found.Condition, found.Records, found.LastSequence));
        Assert.Equal(["one", "two"], texts);
        Assert.Equal(2, found.RecordsByType[LogBench.Type]);
        Assert.Equal(("00000000000000000001.seg", 2L), (found.Segments.Single().File, found.Segments.Single().Records));
        Assert.Equal(steps, disk.Steps);
    }

    [Fact]
    public async Task Torn_and_corrupt_are_told_apart_with_all_places()
    {
        var torn = await LogBench.WriteAsync("one", "two");
        torn.SetContent(LogBench.Segment(1), torn.Content(LogBench.Segment(1))[..^7]);
        Assert.Equal(LogCondition.Torn, LogInspector.Inspect(torn, LogBench.Folder, null, Token).Condition);

        var corrupt = await LogBench.WriteAsync("one", "two", "three", "four", "five");
        corrupt.Flip(LogBench.Segment(1), 64 + 32 + 24, 1);
        corrupt.Flip(LogBench.Segment(1), 64 + (3 * 32) + 24, 1);
        var found = LogInspector.Inspect(corrupt, LogBench.Folder, null, Token);
        Assert.Equal(LogCondition.Corrupt, found.Condition);
        Assert.Equal([(96L, 2L), (160, 4)], found.Repair.Damages.Select(static damage => (damage.Offset, damage.FirstSequence)));
    }
}

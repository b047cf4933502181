using Granary.Journal.Space;

namespace Granary.Journal.Tests.Space;

public sealed class LogIndexTests
{
    private const long Old = 1;
    private const long New = 100;
    private const long Begin = 3;
    private const long End = 7;

    private static readonly RecordPlace Place = new(100, 10);

    [Fact]
    public void End_stays_while_the_record_that_it_ends_is_on_its_way_to_another_segment()
    {
        var index = WithBothInOneSegment();
        index.BeginRewrite(Old);
        Assert.True(index.IsNeeded(Old, Begin, Place));

        // Read, and not yet written again, when it ends: what is written will come back unless its end goes along.
        index.Release(Begin);
        index.Retire(End);
        Assert.True(index.IsNeeded(Old, End, Place));

        index.Move(Begin, Old, New, Place);
        index.Move(End, Old, New, Place);
        index.EndRewrite(Old);
        Assert.Equal([Old], index.TakeEmpty().Select(static segment => segment.First));
    }

    [Fact]
    public void End_that_was_not_reached_stays_for_the_copy_that_was_made()
    {
        var index = WithBothInOneSegment();
        index.BeginRewrite(Old);
        index.Move(Begin, Old, New, Place);
        index.EndRewrite(Old);
        index.Release(Begin);
        index.Retire(End);
        Assert.True(index.IsNeeded(Old, End, Place));
        Assert.Empty(index.TakeEmpty());
    }

    [Fact]
    public void End_goes_with_the_segment_that_holds_all_it_ended_and_is_not_being_rewritten()
    {
        var index = WithBothInOneSegment();
        index.BeginRewrite(Old);
        index.Release(Begin);
        index.Retire(End);
        Assert.Empty(index.TakeEmpty());
        index.EndRewrite(Old);
        Assert.False(index.IsNeeded(Old, End, Place));
        Assert.Equal([Old], index.TakeEmpty().Select(static segment => segment.First));
    }

    private static LogIndex WithBothInOneSegment()
    {
        var index = new LogIndex(1 << 20);
        Assert.True(index.Grow(Old, 1000));
        Assert.True(index.Add(Old, Begin, Place));
        Assert.True(index.Add(Old, End, Place));
        Assert.True(index.Grow(New, 1000));
        return index;
    }
}

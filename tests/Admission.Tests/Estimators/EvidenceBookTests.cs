using Granary.Admission.Estimators;

namespace Granary.Admission.Tests.Estimators;

public sealed class EvidenceBookTests
{
    [Fact]
    public void Alike_samples_become_one_entry_that_counts()
    {
        var book = new EvidenceBook();
        Assert.False(book.HasNews);
        book.Accepted(new AcceptedSample(2, 7, 8, 8, true));
        book.Accepted(new AcceptedSample(2, 5, 9, 8, true));
        book.Accepted(new AcceptedSample(2, 8, 9, 8, true));
        book.Accepted(new AcceptedSample(1, 7, 8, 8, true));
        book.Rejected(new RejectedSample(AnswerCause.Capacity, 2, 9, 8, 8), 0);
        book.Rejected(new RejectedSample(AnswerCause.Capacity, 2, 9, 7, 8), 0);
        book.Rejected(new RejectedSample(AnswerCause.Capacity, 2, 8, 7, 8), 0);
        Assert.True(book.HasNews);
        var batch = Assert.Single(book.Collect(5, 0));
        Assert.Equal(5, batch.Sequence);
        Assert.Equal(
            [new AcceptedSample(1, 7, 8, 8, true), new AcceptedSample(2, 7, 9, 8, true, 2), new AcceptedSample(2, 8, 9, 8, true)],
            batch.Accepts.OrderBy(static a => a.Generation).ThenBy(static a => a.Level));
        Assert.Equal([(9, 7, 2L), (8, 7, 1L)], batch.Rejections.Select(static r => (r.Level, r.InFlight, r.Count)));
        Assert.False(book.HasNews);
    }

    [Fact]
    public void A_batch_is_repeated_with_its_number_until_it_is_acknowledged()
    {
        var book = new EvidenceBook();
        book.Accepted(new AcceptedSample(1, 1, 1, 8, false));
        Assert.Equal([3L], book.Collect(3, 0).Select(static b => b.Sequence));
        book.Accepted(new AcceptedSample(1, 1, 1, 8, false));
        Assert.Equal([3L, 4L], book.Collect(4, 0).Select(static b => b.Sequence));
        Assert.Equal([3L, 4L], book.Collect(5, 0).Select(static b => b.Sequence));
        book.Acknowledge(3);
        Assert.Equal([4L], book.Collect(6, 0).Select(static b => b.Sequence));
        book.Acknowledge(6);
        Assert.Empty(book.Collect(7, 0));
    }

    [Fact]
    public void A_wish_to_wait_grows_old_but_never_becomes_none()
    {
        var book = new EvidenceBook();
        book.Rejected(new RejectedSample(AnswerCause.Capacity, 1, 1, 0, 8, RetryAfter: 10), 100);
        book.Rejected(new RejectedSample(AnswerCause.Bucket, 1, 1, 0, 8), 100);
        Assert.Equal([7.0, 0.0], book.Collect(1, 103)[0].Rejections.Select(static r => r.RetryAfter));
        Assert.Equal([0.001, 0.0], book.Collect(2, 200)[0].Rejections.Select(static r => r.RetryAfter));
    }

    [Fact]
    public void The_newest_completions_stay_measured_and_the_others_are_counted()
    {
        var book = new EvidenceBook();
        for (var i = 0; i < 73; i++)
        {
            book.Completed(new CompletedSample(1, 3, 2, true, false, i));
        }

        var completions = book.Collect(1, 0)[0].Completions;
        Assert.Equal(51, completions.Length);
        Assert.Equal((23L, true), (completions[0].Count, double.IsNaN(completions[0].Latency)));
        Assert.Equal(Enumerable.Range(23, 50).Select(static i => (double)i), completions.Skip(1).Select(static c => c.Latency));
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes()
    {
        var book = new EvidenceBook();
        for (var i = 0; i < 1000; i++)
        {
            book.Accepted(new AcceptedSample(i, i, i, i, true));
            book.Rejected(new RejectedSample(AnswerCause.Capacity, i, i, i, i), 0);
            book.Completed(new CompletedSample(i, i, i, true, false, 1));
        }

        var batch = book.Collect(1, 0)[0];
        Assert.Equal((32, 64, 58), (batch.Accepts.Length, batch.Rejections.Length, batch.Completions.Length));
        Assert.Equal(1000, batch.Completions.Sum(static c => c.Count));
        Assert.Equal(999, batch.Accepts[^1].Generation);
        for (var i = 2; i < 20; i++)
        {
            book.Accepted(new AcceptedSample(1, 1, 1, 1, true));
            Assert.InRange(book.Collect(i, 0).Length, 1, 8);
        }
    }
}

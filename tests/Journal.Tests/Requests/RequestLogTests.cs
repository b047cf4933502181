using System.Text;

using Granary.Journal.Requests;
using Granary.TestKit;

namespace Granary.Journal.Tests.Requests;

/// <summary>Requests on a segment log in a real folder.</summary>
public sealed class RequestLogTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entries_come_back_as_they_stood_with_their_content_and_answers()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = await OpenAsync();
        await AcceptAsync(log, "a", "what a says");
        await AcceptAsync(log, "b", "what b says");
        await AcceptAsync(log, "c", "what c says");
        await log.WriteAsync(Entry("b", new RequestProgress(RequestState.Started, 1, Start)));
        await log.WriteAsync(Entry("b", new RequestProgress(RequestState.Started, 2, Start)));
        await log.WriteAnswerAsync("c", Encoding.UTF8.GetBytes("first"));
        await log.WriteAnswerAsync("c", Encoding.UTF8.GetBytes("the answer"));
        await log.FinishAsync(Entry("c", new RequestProgress(RequestState.Completed, 1, Start, Status: 200, Answer: AnswerPlace.Journal)));
        await AcceptAsync(log, "d", "what d says");
        await log.ForgetAsync("d");
        await log.DisposeAsync();

        for (var open = 0; open < 2; open++)
        {
            var found = new List<StoredRequest>();
            log = await OpenAsync(found.Add);
            Assert.Equal(["a", "b", "c"], found.Select(static request => request.Header.Id));
            Assert.Equal([RequestState.Accepted, RequestState.Started, RequestState.Completed], found.Select(static request => request.Progress.State));
            Assert.Equal(2, found[1].Progress.Attempt);
            Assert.Equal("what a says", Text(await log.ContentAsync("a", cancellation)));
            Assert.Equal("what b says", Text(await log.ContentAsync("b", cancellation)));
            Assert.Null(await log.ContentAsync("c", cancellation));
            Assert.Equal("the answer", Text(await log.AnswerAsync("c", cancellation)));
            Assert.Null(await log.AnswerAsync("d", cancellation));
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task Records_of_another_kind_are_refused_as_newer()
    {
        var log = await SegmentLog.OpenAsync(Options(), TimeProvider.System, static _ => { }, TestContext.Current.CancellationToken);
        await log.AppendAsync(63, new byte[] { 1 }, TestContext.Current.CancellationToken);
        await log.DisposeAsync();
        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync());
        Assert.Equal(JournalErrorCodes.Newer, refused.Code);
    }

    [Fact]
    public async Task Record_that_is_no_request_is_refused_as_corrupt()
    {
        var log = await SegmentLog.OpenAsync(Options(), TimeProvider.System, static _ => { }, TestContext.Current.CancellationToken);
        await log.AppendAsync(16, new byte[] { 255, 0, 0, 0, 1 }, TestContext.Current.CancellationToken);
        await log.DisposeAsync();
        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync());
        Assert.Equal(JournalErrorCodes.Corrupt, refused.Code);
    }

    private LogOptions Options() => new() { Folder = _folder.File("requests"), Reclaim = true };

    private Task<RequestLog> OpenAsync(Action<StoredRequest>? load = null) =>
        RequestLog.OpenAsync(new OneLog(Options()), load ?? (static _ => { }), TestContext.Current.CancellationToken);

    private static async Task AcceptAsync(RequestLog log, string id, string content)
    {
        Assert.Equal(LogRefusal.None, log.TryAccept(Entry(id, new RequestProgress(RequestState.Accepted, 0, Start)), Encoding.UTF8.GetBytes(content), out var durable));
        await durable;
    }

    private static StoredRequest Entry(string id, RequestProgress progress) =>
        new(new RequestHeader(id, Start, RequestPriority.High, "POST /x", "t"), progress);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } found ? Encoding.UTF8.GetString(found.Span) : null;

    private sealed class OneLog(LogOptions options) : IJournalBackend
    {
        public bool IsShared => false;

        public string Name => "segments";

        public async Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken) =>
            await SegmentLog.OpenAsync(options, TimeProvider.System, replay, cancellationToken);

        public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}

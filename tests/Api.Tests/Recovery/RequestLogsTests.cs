using System.Text;

using Granary.Api.Recovery;
using Granary.Journal;
using Granary.Journal.Requests;
using Granary.TestKit;

using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Api.Tests.Recovery;

/// <summary>Whose log an entry is in, and when a log is taken over.</summary>
public sealed class RequestLogsTests : IAsyncLifetime
{
    private const string Dead = "requests/dead";
    private readonly ManualClock _clock = new();
    private readonly SharedJournal _journal = new();
    private readonly List<string> _loaded = [];
    private RequestLogs _logs = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _logs = new RequestLogs(_journal, _clock, NullLogger.Instance);
        await _logs.OpenAsync(static _ => { }, Token);
        await using var log = await RequestLog.OpenAsync(_journal, Dead, static _ => { }, Token);
        foreach (var id in (string[])["a", "b"])
        {
            log.TryAccept(Entry(id), Encoding.UTF8.GetBytes(id), out var durable);
            await durable;
        }
    }

    public ValueTask DisposeAsync() => _logs.DisposeAsync();

    [Fact]
    public async Task Log_is_taken_over_when_it_was_abandoned_for_a_while_and_its_entries_stay_in_it()
    {
        _journal.Abandoned.Add(Dead);
        await LookAsync(seconds: 0);
        await LookAsync(seconds: 10);
        Assert.Empty(_loaded);
        await LookAsync(seconds: 10);
        Assert.Equal(["a", "b"], _loaded);
        Assert.Equal(1, _logs.Adopted);
        Assert.NotSame(_logs.Own, _logs.Of("a"));
        Assert.Same(_logs.Own, _logs.Of("c"));
        Assert.Equal("a", Encoding.UTF8.GetString((await _logs.Of("a").ContentAsync("a", Token))!.Value.Span));

        await _logs.Of("a").ForgetAsync("a");
        await _logs.ForgottenAsync("a");
        Assert.Equal(1, _logs.Adopted);
        await _logs.Of("b").ForgetAsync("b");
        await _logs.ForgottenAsync("b");
        Assert.Equal(0, _logs.Adopted);
    }

    [Fact]
    public async Task Owner_that_comes_back_and_a_database_that_was_away_begin_the_suspicion_anew()
    {
        _journal.Abandoned.Add(Dead);
        await LookAsync(seconds: 0);
        _journal.IsAway = true;
        await LookAsync(seconds: 10);
        _journal.IsAway = false;
        await LookAsync(seconds: 10);
        _journal.Abandoned.Remove(Dead);
        await LookAsync(seconds: 10);
        _journal.Abandoned.Add(Dead);
        await LookAsync(seconds: 10);
        await LookAsync(seconds: 10);
        Assert.Empty(_loaded);
    }

    [Fact]
    public async Task Log_that_somebody_else_took_over_first_is_left_to_him()
    {
        _journal.Abandoned.Add(Dead);
        _journal.Held.Add(Dead);
        await LookAsync(seconds: 0);
        await LookAsync(seconds: 20);
        Assert.Empty(_loaded);
        Assert.Equal(0, _logs.Adopted);
    }

    private static StoredRequest Entry(string id) => new(
        new RequestHeader(id, DateTimeOffset.UnixEpoch, RequestPriority.High, "POST /work", "default"), new RequestProgress(RequestState.Accepted, 0, DateTimeOffset.UnixEpoch));

    private Task LookAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return _logs.AdoptAsync(entries => _loaded.AddRange(entries.Select(static entry => entry.Header.Id)), Token);
    }
}

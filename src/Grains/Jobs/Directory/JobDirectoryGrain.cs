using System.Collections.Immutable;
using Granary.Abstractions.Jobs;
using Granary.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Jobs.Directory;

/// <summary>
/// The jobs of one tenant: all entries in memory, durable in pages of a few hundred, so that adding one costs the same however many there are. Ids
/// sort by time, so the list is its own order; what a job is like is asked of the job.
/// </summary>
[Reentrant]
internal sealed partial class JobDirectoryGrain(
    [PersistentState("jobs")] IPersistentState<JobDirectoryState> state,
    IOptions<JobsOptions> options,
    TimeProvider time,
    ILogger<JobDirectoryGrain> logger) : Grain, IJobDirectoryGrain, IRemindable
{
    private const string Reminder = "expire";
    private const int MaxLimit = 201;
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _reminderPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan _stranded = TimeSpan.FromMinutes(5);

    private readonly SortedDictionary<string, JobDirectoryPage> _jobs = new(StringComparer.Ordinal);
    private readonly List<JobDirectoryPage> _pages = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private CoalescedWrites? _writes;
    private int _unfinished;
    private bool _looking;

    private string Tenant => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _writes = new CoalescedWrites(WriteAsync);
        foreach (var number in state.State.Pages)
        {
            var page = Page(number, await GrainFactory.GetGrain<IJobPageGrain>($"{Tenant}/{number}").ReadAsync());
            foreach (var entry in page.Entries.Values)
            {
                _jobs[entry.Id] = page;
                _unfinished += entry.End is null ? 1 : 0;
            }
        }

        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(_look, _look) { Interleave = true });
    }

    public async Task<int?> ReserveAsync(string jobId, string pool)
    {
        if (_jobs.ContainsKey(jobId))
        {
            return null;
        }

        if (_unfinished >= options.Value.MaxUnfinished)
        {
            return _unfinished;
        }

        var page = _pages.Count > 0 && _pages[^1].Entries.Count < JobDirectoryPage.Full ? _pages[^1] : null;
        var opened = page is null;
        page ??= Page(_pages.Count > 0 ? _pages[^1].Number + 1 : 0, []);
        page.Entries.Add(jobId, new JobEntry(jobId, pool, time.GetUtcNow(), null, null));
        _jobs.Add(jobId, page);
        _unfinished++;
        if (opened)
        {
            // The page must be known before it holds anything.
            await _writes!.SaveAsync();
            await this.RegisterOrUpdateReminder(Reminder, _reminderPeriod, _reminderPeriod);
        }

        await page.SaveAsync();
        return null;
    }

    public async Task EndedAsync(string jobId, JobState end, DateTimeOffset expiresAt)
    {
        if (!_jobs.TryGetValue(jobId, out var page) || page.Entries[jobId] is not { End: null } entry)
        {
            return;
        }

        page.Entries[jobId] = entry with { End = end, ExpiresAt = expiresAt };
        _unfinished--;
        await page.SaveAsync();
    }

    public Task<bool> OwnsAsync(string jobId) => Task.FromResult(_jobs.ContainsKey(jobId));

    public async Task<ImmutableArray<JobView>> ListAsync(JobListQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var found = ImmutableArray.CreateBuilder<JobView>();
        var candidates = _jobs.Reverse()
            .Where(job => query.After is null || string.CompareOrdinal(job.Key, query.After) < 0)
            .Select(job => job.Value.Entries[job.Key])
            .Where(entry => query.Pool is null || entry.Pool == query.Pool)
            .Where(entry => query.State is null || entry.End == query.State || (entry.End is null && query.State is JobState.Queued or JobState.Running))
            .ToList();
        foreach (var chunk in candidates.Chunk(limit))
        {
            foreach (var view in await Task.WhenAll(chunk.Select(entry => GrainFactory.GetGrain<IJobGrain>(entry.Id).ViewAsync())))
            {
                if (view is not null && (query.State is null || view.State == query.State))
                {
                    found.Add(view);
                }
            }

            if (found.Count >= limit)
            {
                break;
            }
        }

        return [.. found.Take(limit)];
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync(CancellationToken.None);

    // Deletes what has expired, and what was reserved but never became a job.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_looking)
        {
            return;
        }

        _looking = true;
        try
        {
            var now = time.GetUtcNow();
            foreach (var entry in _jobs.Select(static job => job.Value.Entries[job.Key]).ToList())
            {
                if (entry.ExpiresAt <= now || (entry.End is null && now - entry.CreatedAt >= _stranded && !await IsSeenAsync(entry.Id)))
                {
                    await RemoveAsync(entry.Id);
                }
            }

            await CloseEmptyPagesAsync();
        }
        catch (Exception e)
        {
            LogNotLooked(Tenant, e);
        }
        finally
        {
            _looking = false;
        }
    }

    // A job that was there once stays until it expires, so each is asked only once.
    private async Task<bool> IsSeenAsync(string jobId) =>
        _seen.Contains(jobId) || (await GrainFactory.GetGrain<IJobGrain>(jobId).ViewAsync() is not null && (_seen.Add(jobId) || true));

    private async Task RemoveAsync(string jobId)
    {
        if (await GrainFactory.GetGrain<IJobControlGrain>(jobId).ExpireAsync() && _jobs.Remove(jobId, out var page))
        {
            _unfinished -= page.Entries[jobId].End is null ? 1 : 0;
            page.Entries.Remove(jobId);
            _seen.Remove(jobId);
            await page.SaveAsync();
        }
    }

    private async Task CloseEmptyPagesAsync()
    {
        var empty = _pages.Where(static page => page.Entries.Count == 0).ToList();
        if (empty.Count == 0)
        {
            return;
        }

        // The storage of an empty page is gone already.
        _pages.RemoveAll(empty.Contains);
        await _writes!.SaveAsync();
        if (_pages.Count == 0 && await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private JobDirectoryPage Page(int number, IEnumerable<JobEntry> entries)
    {
        var page = new JobDirectoryPage(number, GrainFactory.GetGrain<IJobPageGrain>($"{Tenant}/{number}"), entries, DeactivateOnIdle);
        _pages.Add(page);
        return page;
    }

    private Task WriteAsync()
    {
        state.State = new JobDirectoryState { Pages = [.. _pages.Select(static page => page.Number)] };
        return state.WriteOrLeaveAsync(this);
    }

    [LoggerMessage(2411, LogLevel.Warning, "Expired jobs of tenant {Tenant} could not be deleted; the next look tries again")]
    private partial void LogNotLooked(string tenant, Exception exception);
}

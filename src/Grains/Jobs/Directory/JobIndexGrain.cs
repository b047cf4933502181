using System.Collections.Immutable;
using Granary.Abstractions.Jobs;
using Granary.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs.Directory;

/// <summary>
/// A sixteenth of the unfinished jobs. Which they are is durable; who has them is told anew by the runners every 5 s, so nothing has to be repaired
/// after a crash: what nobody names for 20 s is asked how it is, and starts its next attempt. Every silo sweeps, and any one of them is enough.
/// </summary>
[Reentrant]
internal sealed partial class JobIndexGrain : Grain, IJobIndexGrain
{
    private readonly IPersistentState<JobIndexState> _state;
    private readonly TimeProvider _time;
    private readonly ILogger<JobIndexGrain> _logger;
    private readonly CoalescedWrites _writes;
    private readonly Dictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _silos = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JobIndexGrain([PersistentState("index")] IPersistentState<JobIndexState> state, TimeProvider time, ILogger<JobIndexGrain> logger)
    {
        (_state, _time, _logger) = (state, time, logger);
        _writes = new CoalescedWrites(WriteAsync);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        foreach (var job in _state.State.Jobs)
        {
            _heard[job] = now;
        }

        return Task.CompletedTask;
    }

    public Task AddAsync(string jobId)
    {
        _heard[jobId] = _time.GetUtcNow();
        return _writes.SaveAsync();
    }

    public Task RemoveAsync(string jobId) => _heard.Remove(jobId) ? _writes.SaveAsync() : Task.CompletedTask;

    public Task HeldAsync(JobRunnerId runner, ImmutableArray<string> jobIds)
    {
        var now = _time.GetUtcNow();
        var known = _heard.Count;
        foreach (var job in jobIds)
        {
            _heard[job] = now;
        }

        // A job that was taken for gone and is not.
        return known == _heard.Count ? Task.CompletedTask : _writes.SaveAsync();
    }

    public Task SweepAsync(JobRunnerId asker)
    {
        // A silo that starts looks at everything at once: what its former life had need not wait until it has been silent for long.
        var risen = _silos.GetValueOrDefault(asker.Silo) < asker.Born;
        _silos[asker.Silo] = Math.Max(asker.Born, _silos.GetValueOrDefault(asker.Silo));
        var now = _time.GetUtcNow();
        foreach (var (job, heard) in _heard.OrderBy(static entry => entry.Key, StringComparer.Ordinal).ToList())
        {
            var silent = now - heard >= JobTimes.Silence;
            if ((silent || risen) && _asked.Add(job))
            {
                _ = AskAsync(job, new JobCheck(asker, silent));
            }
        }

        return Task.CompletedTask;
    }

    // Beside the turn: a job that ends at this moment waits for this index, and must not be waited for.
    private async Task AskAsync(string job, JobCheck check)
    {
        try
        {
            if (await GrainFactory.GetGrain<IJobControlGrain>(job).CheckAsync(check))
            {
                // Whoever has it now names it within 5 s.
                _heard[job] = check.Silent ? _time.GetUtcNow() : _heard.GetValueOrDefault(job, _time.GetUtcNow());
            }
            else
            {
                await RemoveAsync(job);
            }
        }
        catch (Exception e)
        {
            LogNotAsked(job, e);
        }
        finally
        {
            _asked.Remove(job);
        }
    }

    private Task WriteAsync()
    {
        _state.State = new JobIndexState { Jobs = [.. _heard.Keys] };
        return _state.WriteOrLeaveAsync(this);
    }

    [LoggerMessage(2410, LogLevel.Warning, "Job {Job} could not be asked how it is; the next sweep asks again")]
    private partial void LogNotAsked(string job, Exception exception);
}

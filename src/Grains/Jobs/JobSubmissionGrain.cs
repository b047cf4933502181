using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Jobs;

/// <summary>
/// The way of a job into the system: check pool, handler and input → write it down in the tenant's directory → in the index → create it, which is
/// durable before this answers. A crash in between leaves at most an entry without a job, which no list shows and the sweeps remove.
/// </summary>
[StatelessWorker]
internal sealed class JobSubmissionGrain(IHandlerCalls handlers, JobIdSource ids, IOptions<JobsOptions> options) : Grain, IJobSubmissionGrain
{
    public async Task<JobSubmissionResult> SubmitAsync(JobRequest request)
    {
        var input = request.Input.Artifact is null ? new TaskPayload(request.Input.Inline, request.Input.IsJson) : null;
        if (handlers.Check(request.Pool, request.Handler, input) is { } refusal)
        {
            return new JobSubmissionResult(null, refusal);
        }

        var id = request.Submission is { } submission ? JobIdSource.Of(submission) : ids.Next();
        if (await GrainFactory.GetGrain<IJobDirectoryGrain>(request.Tenant).ReserveAsync(id, request.Pool) is { } unfinished)
        {
            return new JobSubmissionResult(null, new TaskFailure(
                JobSubmissionResult.TenantLimit,
                $"There are {unfinished} unfinished jobs already; Jobs:MaxUnfinished allows {options.Value.MaxUnfinished}. Wait for some to end, or cancel them.",
                RetryAfter: JobTimes.Report));
        }

        await GrainFactory.GetGrain<IJobIndexGrain>(JobShards.Of(id)).AddAsync(id);
        return new JobSubmissionResult(await GrainFactory.GetGrain<IJobControlGrain>(id).CreateAsync(request), null);
    }
}

using System.Collections.Immutable;
using System.Text;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Abstractions.Runs;
using Granary.Admission;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs;

/// <summary>
/// The way of a document into the engine: compile it whole → look for the run it may continue → write it down in the tenant's directory → start
/// the run, which is durable before this answers. A crash in between leaves at most a directory entry without a run, which no list shows.
/// </summary>
[StatelessWorker]
internal sealed partial class RunSubmissionGrain(RunCompiler compiler, RunIdSource ids, TimeProvider time, ILogger<RunSubmissionGrain> logger)
    : Grain, IRunSubmissionGrain
{
    private const string Never = "never";
    private const string IfPossible = "ifPossible";

    public async Task<RunValidation> ValidateAsync(RunSubmission submission) =>
        (await compiler.CompileAsync(submission, CancellationToken.None)).ToValidation();

    public async Task<RunSubmissionResult> SubmitAsync(RunSubmission submission)
    {
        var compilation = await compiler.CompileAsync(submission, CancellationToken.None);
        if (compilation.Run is not { } run)
        {
            var outcome = compilation.Readable ? RunSubmissionOutcome.Invalid : RunSubmissionOutcome.Unreadable;
            return new RunSubmissionResult(outcome, null, compilation.Errors, null);
        }

        var start = StartOf(submission.Tenant, run);
        var directory = GrainFactory.GetGrain<IRunDirectoryGrain>(submission.Tenant);
        if (run.Resume != Never && await directory.NewestAsync(run.Name) is { } newest && await ContinueAsync(newest, run, start) is { } continued)
        {
            return continued;
        }

        var warnings = compilation.Warnings;
        if (await DeadlineProblemAsync(run) is { } problem)
        {
            if (submission.RequireFeasible)
            {
                return new RunSubmissionResult(RunSubmissionOutcome.Conflict, null, [], new RunConflict("deadline_unreachable", problem + "."));
            }

            warnings = warnings.Add(problem);
        }

        start = start with { Warnings = warnings };
        var id = ids.Next();
        await directory.AddAsync(id, run.Name);
        var view = await GrainFactory.GetGrain<IRunControlGrain>(id).StartAsync(start);
        return new RunSubmissionResult(RunSubmissionOutcome.Created, view, [], null);
    }

    // Null: a new run is wanted instead.
    private async Task<RunSubmissionResult?> ContinueAsync(string id, CompiledRun run, RunStart start)
    {
        var control = GrainFactory.GetGrain<IRunControlGrain>(id);
        if (await control.PlanAsync() is not { } plan)
        {
            return null;
        }

        var conflict = Compare(id, plan, run);
        if (conflict is null)
        {
            var result = await control.ContinueAsync(start);
            if (result.Outcome is RunActionOutcome.Accepted or RunActionOutcome.AlreadySo)
            {
                LogContinued(id, run.Name);
                return new RunSubmissionResult(RunSubmissionOutcome.Continued, result.Run, [], null);
            }

            conflict = result.Conflict;
        }

        return run.Resume == IfPossible || conflict is null ? null : new RunSubmissionResult(RunSubmissionOutcome.Conflict, null, [], conflict);
    }

    private async Task<string?> DeadlineProblemAsync(CompiledRun run) => run.Limits.Deadline is null
        ? null
        : await new RunFeasibility(
            ServiceProvider.GetRequiredService<IAliasDirectory>(),
            ServiceProvider.GetRequiredService<IEndpointViews>(),
            key => ServiceProvider.GetRequiredService<IRequestAdmission>().Snapshot(key)?.ServiceTime).ProblemAsync(run, time.GetUtcNow(), CancellationToken.None);

    private static RunConflict? Compare(string id, RunPlanView plan, CompiledRun run)
    {
        if (plan.Fingerprint != run.Fingerprint)
        {
            return new RunConflict(
                "run_fingerprint",
                $"Run {id} was made from another document ({plan.Fingerprint[..12]}, this one is {run.Fingerprint[..12]}). Submit that document, or start a new run with resume: never.");
        }

        return plan.RowGroupSize != run.RowGroupSize
            ? new RunConflict("run_fingerprint", $"Run {id} has row groups of {plan.RowGroupSize}, the document now says {run.RowGroupSize}. Keep rowGroupSize, or start a new run with resume: never.")
            : null;
    }

    private RunStart StartOf(string tenant, CompiledRun run) => new(
        new RunSubmission(tenant, "json", [.. Encoding.UTF8.GetBytes(run.CanonicalDocument)]),
        run.Name,
        run.Fingerprint,
        run.Rows,
        run.RowGroupSize,
        time.GetUtcNow(),
        [.. RunShape.Of(run).ToJson()]);

    [LoggerMessage(2130, LogLevel.Information, "Run {Run} ({Name}) is continued by a new submission")]
    private partial void LogContinued(string run, string name);
}

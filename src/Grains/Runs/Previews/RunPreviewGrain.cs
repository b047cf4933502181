using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Output;
using Granary.Grains.Runs.Profiles;
using Granary.Grains.Runs.Progress;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Previews;

/// <summary>Makes previews: one row group in memory, through the same dispatcher, permits and retries as runs.</summary>
[StatelessWorker]
internal sealed class RunPreviewGrain(RunCompiler compiler, RunIdSource ids, ITaskDispatcher dispatcher, IModelCalls models, TimeProvider time) : Grain, IRunPreviewGrain
{
    private const string Band = "standard";
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(180);

    public async Task<RunPreview> PreviewAsync(RunSubmission submission, int rows, CancellationToken cancellationToken)
    {
        var compilation = await compiler.CompileAsync(submission, cancellationToken);
        if (compilation.Run is not { } run)
        {
            return new RunPreview(compilation.ToValidation(), false, [], [], [], TotalsMath.NoUsage, null, null);
        }

        var layout = new RowLayout(run);
        var group = new RowGroupAssignment(ids.Next(), 1, 0, 0, (int)Math.Min(rows, run.Rows), submission, time.GetUtcNow(), RowGroupOrder.Go);
        var context = new StepContext(
            run.RandomSeed, new CallerContext(submission.Tenant, Band, Flow: group.RunId, RunId: group.RunId), models, OnAdmissionWait: null, group.CreatedAt);
        var core = new RowGroupCore(run, layout, group, context);
        using var session = new PreviewSession(
            core,
            post => dispatcher.Register(new DispatchedGroupSpec(
                group.RunId,
                group.Group,
                submission.Tenant,
                Band,
                run,
                context,
                1,
                "none",
                result => post(new RowGroupSignal.Result(result)),
                fault => post(new RowGroupSignal.Fault(fault)))),
            time);
        using var late = new CancellationTokenSource(_longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var (complete, fault) = await RunAsync(session, either.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return Show(compilation.ToValidation(), run, layout, group, core, complete, fault);
    }

    private static async Task<(bool Complete, RowGroupFault? Fault)> RunAsync(PreviewSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.RunAsync(cancellationToken), null);
        }
        catch (RowGroupFaultException e)
        {
            return (false, e.Fault);
        }
    }

    private static RunPreview Show(
        RunValidation validation, CompiledRun run, RowLayout layout, RowGroupAssignment group, RowGroupCore core, bool complete, RowGroupFault? fault)
    {
        var shape = RunShape.Of(run);
        var profile = new GroupProfile(run, layout);
        var rows = ImmutableArray.CreateBuilder<string>();
        foreach (var row in Enumerable.Range(0, core.RowCount).Select(core.RowIfDone).OfType<RowCells>())
        {
            profile.Add(row);
            rows.Add(Line(to => RowText.WriteJson(row, layout, to)));
        }

        var totals = core.Totals(static _ => 0);
        return new RunPreview(
            validation,
            complete,
            rows.ToImmutable(),
            [.. core.Dropped.Select(dropped => Line(to => DroppedText.Write(dropped, core.RowSoFar(dropped.Row), run, layout, group, to)))],
            ProfileMath.Show(shape.Written, profile.ToProfile()),
            totals.Usage,
            CostEstimate.Of(shape, totals, core.RowCount),
            fault);
    }

    private static string Line(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan).TrimEnd('\n');
    }
}

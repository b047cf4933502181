using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Output;

namespace Granary.Grains.Runs.Groups;

/// <summary>Writes the files of a complete group. The attempt is written down first: it fences, and names the files.</summary>
internal sealed class RowGroupSeals(
    IArtifactStore artifacts, PartWriter writer, RunOutput output, RowGroupAssignment assignment, int session, Func<Task<int>> nextAttempt, TimeProvider time)
{
    private static readonly TimeSpan[] _pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private int _attempt;

    /// <exception cref="IOException">The files could not be written, and neither could they after the last pause.</exception>
    public async Task<RowGroupSeal> WriteAsync(RowGroupCore core, RowGroupReport last, bool partial, CancellationToken cancellationToken)
    {
        _attempt = await nextAttempt();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var part = await writer.WritePartAsync(core, _attempt, cancellationToken);
                var dropped = await writer.WriteDroppedAsync(core, _attempt, cancellationToken);
                return new RowGroupSeal(assignment.Group, session, assignment.Epoch, part, dropped, partial, last, writer.Profile(core));
            }
            catch (IOException) when (attempt < _pauses.Length)
            {
                await Task.Delay(_pauses[attempt], time, cancellationToken);
            }
        }
    }

    /// <summary>The last attempt counts: removes what earlier ones left behind.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt < _attempt; attempt++)
        {
            await DeleteAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Another session's files count: removes those of the last attempt.</summary>
    public Task DiscardAsync(CancellationToken cancellationToken) => DeleteAsync(_attempt, cancellationToken);

    private async Task DeleteAsync(int attempt, CancellationToken cancellationToken)
    {
        await artifacts.DeleteAsync(RunFiles.Part(assignment.RunId, assignment.Group, attempt, output), cancellationToken);
        await artifacts.DeleteAsync(RunFiles.DroppedPart(assignment.RunId, assignment.Group, attempt), cancellationToken);
    }
}

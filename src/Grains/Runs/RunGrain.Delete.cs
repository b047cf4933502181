using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains.Runs;

/// <summary>
/// The end of a run's records: row groups that were begun, logs, files, its state. In this order, so that a deletion that was cut off still knows what is left.
/// </summary>
internal sealed partial class RunGrain
{
    public async Task<RunActionResult> DeleteAsync()
    {
        await _turns.WaitAsync();
        try
        {
            if (_core is not null && (_lost || RunLifecycle.IsActive(state.State.State)))
            {
                return new RunActionResult(
                    RunActionOutcome.Conflict, View(_core), new RunConflict("run_state", $"The run is {RunStateNames.Of(state.State.State)}; cancel it first, it can be deleted when it is at rest."));
            }

            // From here on this activation knows nothing that would be true afterwards, whether or not all of it is done.
            DeactivateOnIdle();
            await _manifest;
            foreach (var group in _core is null ? [] : state.State.OpenTotals.Keys.ToArray())
            {
                await GrainFactory.GetGrain<IRowGroupGrain>($"{Id}/{group}").DeleteAsync();
            }

            ServiceProvider.GetRequiredService<ICellLogPlaces>().DeleteRun(Id);
            foreach (var file in await artifacts.ListAsync(RunFiles.Folder(Id), CancellationToken.None))
            {
                await artifacts.DeleteAsync(file.Name, CancellationToken.None);
            }

            _watchers?.Close();
            _core = null;
            if (document.RecordExists)
            {
                await document.ClearStateAsync();
            }

            if (state.RecordExists)
            {
                await state.ClearStateAsync();
            }

            LogDeleted(Id);
            return new RunActionResult(RunActionOutcome.Accepted, null, null);
        }
        finally
        {
            _turns.Release();
        }
    }
}

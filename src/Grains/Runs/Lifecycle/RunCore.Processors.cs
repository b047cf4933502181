using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>
/// Processors of the whole result. A marker is written before they start and one when they have finished. A try that was cut off is made again where nothing
/// outside was asked; where a handler was, only the owner can say so, by a resume.
/// </summary>
internal sealed partial class RunCore
{
    /// <summary>There is a result, and something works on it.</summary>
    public bool ProcessesResult => _shape.After is not null && State.SealedTotals!.RowsDone > 0;

    /// <summary>The result cannot grow any more, or nobody knows what became of it: a document that continues the run changes nothing.</summary>
    public bool IsBoundByProcessors => State.ProcessingStarted is not null && !RunLifecycle.IsActive(State.State);

    /// <summary>The manifest as it will be once the processed result counts.</summary>
    public RunManifest Processed(RunManifest raw, RunPart made) => raw with
    {
        Format = _shape.Output.Format, Columns = _shape.After!.Columns, Parts = [made], ResultRows = made.Rows,
    };

    private void Assemble(DateTimeOffset now)
    {
        if (ProcessesResult)
        {
            if (State.ProcessingStarted is { } started && _shape.After!.Asks)
            {
                Fail(
                    "processor_interrupted",
                    $"the after processors started at {started:O} and did not finish; what their handlers did is not known. Resume the run to start them again on the raw parts.",
                    now);
                return;
            }

            State.ProcessingStarted = now;
            _effects.Add(RunEffect.Persist.Now);
            _effects.Add(RunEffect.WriteManifest.Now);
        }

        _effects.Add(RunEffect.Assemble.Now);
    }

    // What a document may do to a run whose result was, or may have been, processed; null: processors have no say.
    private RunDecision? Processed(long rows)
    {
        if (!IsBoundByProcessors)
        {
            return null;
        }

        if (State.ProcessingCompleted is not { } completed)
        {
            return Refuse(
                "run_state",
                $"The after processors started at {State.ProcessingStarted:O} and did not finish. Resume the run itself to start them again on the raw parts, or start a new run with resume: never.");
        }

        return rows == Asked
            ? new RunDecision(RunActionOutcome.AlreadySo, null, Take())
            : Refuse("run_processed", $"The after processors of the run finished at {completed:O}: its {Asked} rows are final, {rows} cannot be made of it. Start a new run with resume: never.");
    }
}

using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Processors;

/// <summary>One entry of a stage that works on rows. Immutable and thread-safe.</summary>
/// <param name="place">Where it stands in the document: <c>processors.preBatch[0]</c>.</param>
internal abstract class RowProcessor(string place)
{
    /// <summary>Where it stands in the document.</summary>
    public string Place { get; } = place;

    /// <summary>It asks somebody outside: its answer may differ on another try, and the try may have had effects.</summary>
    public abstract bool Asks { get; }

    /// <summary>Changes the rows, and marks those that it leaves out. Why it could not, or null; then the rows are of no use.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ValueTask<StepFailure?> RunAsync(IReadOnlyList<ProcessorRow> rows, StepContext context, CancellationToken cancellationToken);

    /// <summary>The failure with the place in front.</summary>
    protected StepFailure At(StepFailure failure) => failure with { Message = $"{Place}: {failure.Message}" };
}

namespace Granary.Scheduling.Tasks;

/// <summary>Which task. Two tasks with equal keys are the same work.</summary>
/// <param name="Run">Run id.</param>
/// <param name="Column">Index of the column in the run's document; -1 for processors.</param>
/// <param name="RowGroup">Number of the row group.</param>
/// <param name="Row">Row index in the run, or <see cref="NoRow"/> for work on a whole row group.</param>
/// <param name="Type">What it makes.</param>
public readonly record struct TaskKey(string Run, int Column, long RowGroup, long Row, TaskType Type)
{
    /// <summary>The row of a task that works on a whole row group.</summary>
    public const long NoRow = -1;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Run.GetHashCode(StringComparison.Ordinal), Column, RowGroup, Row, Type);

    /// <inheritdoc/>
    public override string ToString() => $"{Run} column {Column} group {RowGroup} row {(Row == NoRow ? "-" : Row)} {Type.Name()}";
}

using System.Diagnostics.CodeAnalysis;

namespace Granary.Executors;

/// <summary>What came of a task: a value, or why not. Never thrown.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Value">What the work returned; default unless completed.</param>
/// <param name="Failure">Why there is no value; null exactly when completed.</param>
public readonly record struct ExecutorOutcome<T>(ExecutorStatus Status, T? Value, ExecutorFailure? Failure)
{
    /// <summary>There is a value.</summary>
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsCompleted => Status == ExecutorStatus.Completed;
}

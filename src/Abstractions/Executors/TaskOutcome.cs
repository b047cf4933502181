using System.Diagnostics.CodeAnalysis;

namespace Granary.Abstractions.Executors;

/// <summary>What came of a task: a result, or why not. Exactly one of both is set.</summary>
/// <param name="Result">What the handler returned.</param>
/// <param name="Failure">Why there is nothing.</param>
[GenerateSerializer, Immutable, Alias("granary.TaskOutcome")]
public sealed record TaskOutcome([property: Id(0)] TaskPayload? Result, [property: Id(1)] TaskFailure? Failure)
{
    /// <summary>There is a result.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsCompleted => Failure is null;

    /// <summary>A result.</summary>
    public static TaskOutcome Of(TaskPayload result) => new(result, null);

    /// <summary>A failure.</summary>
    public static TaskOutcome Failed(string code, string message) => new(null, new TaskFailure(code, message));

    /// <summary>A failure.</summary>
    public static TaskOutcome Failed(TaskFailure failure) => new(null, failure);
}

using System.Text.Json;

namespace Granary.Grains.Steps.Validation;

/// <summary>One check of a value. Immutable and thread-safe.</summary>
internal interface IValueCheck
{
    /// <summary>The word in a document: <c>regex</c>.</summary>
    string Name { get; }

    /// <summary>What is wrong with the value, at most ten sentences; empty when nothing is. A failure when it could not be looked at.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken);
}

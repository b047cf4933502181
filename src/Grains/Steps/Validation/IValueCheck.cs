using System.Collections.Immutable;
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

    /// <summary>The same for several values: findings in their order, or one failure for all of them.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="batchSize">Who is asked outside is asked about at most so many at once.</param>
    /// <param name="context">On whose behalf.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    async ValueTask<ManyFindings> CheckAllAsync(IReadOnlyList<JsonElement> values, int batchSize, StepContext context, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<CheckFindings>(values.Count);
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = await CheckAsync(value, context, cancellationToken);
            if (found.Failure is { } failure)
            {
                return new ManyFindings([], failure);
            }

            findings.Add(found);
        }

        return new ManyFindings(findings.MoveToImmutable(), null);
    }
}

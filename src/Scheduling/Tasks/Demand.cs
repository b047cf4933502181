using System.Collections.Immutable;

namespace Granary.Scheduling.Tasks;

/// <summary>What a task occupies while it runs: resource to positive number of units. Immutable.</summary>
public sealed class Demand
{
    /// <summary>Demands these amounts.</summary>
    /// <exception cref="ArgumentException">Nothing demanded, an empty name, a name twice, or an amount below 1.</exception>
    public Demand(params IEnumerable<ResourceAmount> amounts)
    {
        Amounts = [.. amounts.OrderBy(amount => amount.Resource, StringComparer.Ordinal)];
        if (Amounts.IsEmpty)
            throw new ArgumentException("A demand needs at least one resource.", nameof(amounts));

        for (var index = 0; index < Amounts.Length; index++)
        {
            var (resource, units) = Amounts[index];
            if (string.IsNullOrEmpty(resource))
                throw new ArgumentException("A demand names its resources; one name is empty.", nameof(amounts));

            if (units <= 0)
                throw new ArgumentException($"A demand is above 0, not {units} of '{resource}'.", nameof(amounts));

            if (index > 0 && Amounts[index - 1].Resource == resource)
                throw new ArgumentException($"A demand names '{resource}' once.", nameof(amounts));
        }

        Text = string.Join(' ', Amounts.Select(amount => $"{amount.Resource}={amount.Amount}"));
    }

    /// <summary>One place in the process.</summary>
    public static Demand Default { get; } = new(new ResourceAmount(ResourceNames.Submission, 1));

    /// <summary>Sorted by resource name.</summary>
    public ImmutableArray<ResourceAmount> Amounts { get; }

    internal string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

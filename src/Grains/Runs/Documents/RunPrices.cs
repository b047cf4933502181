using System.Collections.Immutable;
using Granary.Abstractions.Models;

namespace Granary.Grains.Runs.Documents;

/// <summary>What the aliases of a run cost.</summary>
internal static class RunPrices
{
    /// <summary>Prices by alias. A document that bounds its cost needs one for every alias, all in the currency of the bound.</summary>
    public static ImmutableSortedDictionary<string, ModelPrice> Of(
        IReadOnlyList<ColumnDraft> drafts, RunBudget? budget, IAliasDirectory aliases, FieldReader document, DocumentErrors errors)
    {
        var prices = ImmutableSortedDictionary.CreateBuilder<string, ModelPrice>(StringComparer.Ordinal);
        foreach (var name in drafts.Select(static draft => draft.Definition?.Alias).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var price = aliases.Find(name)?.Price;
            if (price is not null)
            {
                prices.Add(name, price);
            }

            if (budget is not null && price?.Currency != budget.Currency)
            {
                var found = price is null ? "has no price" : $"is priced in {price.Currency}, not in {budget.Currency}";
                errors.Add(
                    RunErrorCodes.BadValue,
                    document.Find("limits")!.Find("maxCost")!,
                    $"`maxCost` cannot be watched: alias `{name}` {found}",
                    "Give every alias of the run a `price` in one currency in the provider document, or use `maxTokens`.");
            }
        }

        return prices.ToImmutable();
    }
}

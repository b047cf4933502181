using Granary.Abstractions.Models;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Providers;

/// <summary>Reads <c>price</c> of an alias: per million tokens.</summary>
internal static class PriceReader
{
    private const double Most = 1_000_000;
    private const string UsualCurrency = "USD";

    /// <summary>The price; null when there is none, or something is wrong, which is reported.</summary>
    public static ModelPrice? Read(FieldReader? price)
    {
        if (price is null)
        {
            return null;
        }

        var before = price.Errors.Count;
        price.Required("input", "Say what a million prompt tokens cost.");
        price.Required("output", "Say what a million completion tokens cost.");
        var input = price.Number("input", 0, Most);
        var output = price.Number("output", 0, Most);
        price.NotAvailable("cachedInput", "Remove it: cached prompt tokens are counted at the price of the others.");
        var currency = CurrencyReader.Read(price, "currency") ?? UsualCurrency;
        price.Close();
        return price.Errors.Count == before ? new ModelPrice((decimal)input!.Value, (decimal)output!.Value, currency) : null;
    }
}

using System.Text.Json;

namespace Granary.Grains.Steps.Schemas;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>, <c>multipleOf</c>.</summary>
internal sealed class NumberRule(double? minimum, double? maximum, double? above, double? below, double? multipleOf) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return;
        }

        var number = value.GetDouble();
        var message = number switch
        {
            _ when number < minimum => FormattableString.Invariant($"must be at least {minimum}"),
            _ when number > maximum => FormattableString.Invariant($"must be at most {maximum}"),
            _ when number <= above => FormattableString.Invariant($"must be more than {above}"),
            _ when number >= below => FormattableString.Invariant($"must be less than {below}"),
            _ when multipleOf is { } step && !IsMultiple(number, step) => FormattableString.Invariant($"must be a multiple of {step}"),
            _ => null,
        };
        if (message is not null)
        {
            check.Add(pointer, message);
        }
    }

    // 0.3 is a multiple of 0.1 although the quotient of the nearest doubles is not whole.
    private static bool IsMultiple(double number, double step)
    {
        var quotient = number / step;
        return Math.Abs(quotient - Math.Round(quotient)) <= 1e-9 * Math.Max(1, Math.Abs(quotient));
    }
}

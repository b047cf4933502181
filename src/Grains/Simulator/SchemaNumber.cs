using System.Text.Json;

namespace Granary.Grains.Simulator;

/// <summary>A number within the bounds of a schema.</summary>
internal static class SchemaNumber
{
    public static decimal Make(JsonElement schema, SimulatorChance chance, bool whole)
    {
        var step = Bound(schema, "multipleOf") is { } multiple && multiple > 0 ? multiple : whole ? 1m : 0.01m;
        if (whole && decimal.Truncate(step) != step)
        {
            step = 1m;
        }

        decimal? least = Bound(schema, "minimum");
        decimal? most = Bound(schema, "maximum");
        if (Bound(schema, "exclusiveMinimum") is { } above)
        {
            least = Math.Max(least ?? decimal.MinValue, (decimal.Floor(above / step) + 1) * step);
        }

        if (Bound(schema, "exclusiveMaximum") is { } below)
        {
            most = Math.Min(most ?? decimal.MaxValue, (decimal.Ceiling(below / step) - 1) * step);
        }

        var from = decimal.Ceiling((least ?? (most is { } m && m < 0 ? m - 100 : 0)) / step);
        var to = decimal.Floor((most ?? Math.Max(from * step, 0) + 100) / step);
        if (to < from)
        {
            // No multiple of the step inside: the bound itself is the best there is.
            return least ?? most ?? 0;
        }

        var span = Math.Min(to - from, 1_000_000_000m);
        return (from + decimal.Floor(span * (decimal)chance.NextDouble() + 0.5m)) * step;
    }

    private static decimal? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && Math.Abs(number) < 1e15m
            ? number
            : null;
}

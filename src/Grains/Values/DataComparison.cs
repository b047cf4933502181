namespace Granary.Grains.Values;

/// <summary>Equality and order of values, the same in templates and expressions.</summary>
internal static class DataComparison
{
    /// <summary>Numbers by value whatever their kind, lists and objects by content; values of different kinds are never equal.</summary>
    public static bool AreEqual(DataValue left, DataValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind == DataKind.Int && right.Kind == DataKind.Int ? left.AsInt() == right.AsInt() : left.AsNumber().Equals(right.AsNumber());
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        return left.Kind switch
        {
            DataKind.Null => true,
            DataKind.Bool => left.AsBool() == right.AsBool(),
            DataKind.String => string.Equals(left.AsString(), right.AsString(), StringComparison.Ordinal),
            DataKind.List => left.Count == right.Count && left.Items().Zip(right.Items()).All(pair => AreEqual(pair.First, pair.Second)),
            _ => SameMembers(left, right),
        };
    }

    /// <summary>Order of two numbers, or of two texts by code unit; null when there is none.</summary>
    public static int? Order(DataValue left, DataValue right)
    {
        if (left.Kind == DataKind.Int && right.Kind == DataKind.Int)
        {
            return left.AsInt().CompareTo(right.AsInt());
        }

        if (left.IsNumber && right.IsNumber)
        {
            return left.AsNumber().CompareTo(right.AsNumber());
        }

        return left.Kind == DataKind.String && right.Kind == DataKind.String ? string.CompareOrdinal(left.AsString(), right.AsString()) : null;
    }

    private static bool SameMembers(DataValue left, DataValue right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        var other = right.Members().ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        return left.Members().All(m => other.TryGetValue(m.Key, out var value) && AreEqual(m.Value, value));
    }
}

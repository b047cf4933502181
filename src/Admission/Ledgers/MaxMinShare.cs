namespace Granary.Admission.Ledgers;

/// <summary>Weighted max-min division: nobody gets more than wanted, and nobody could get more except from one with less for its weight.</summary>
internal static class MaxMinShare
{
    /// <summary>Divides <paramref name="capacity"/>; both spans have one entry per taker. O(n log n).</summary>
    public static double[] Divide(double capacity, ReadOnlySpan<double> wants, ReadOnlySpan<double> weights)
    {
        var order = new int[wants.Length];
        var keys = new double[wants.Length];
        var weight = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = wants[i] / weights[i];
            weight += weights[i];
        }

        // Whoever wants least for its weight is satisfied first; what it leaves raises the level for the rest.
        Array.Sort(keys, order);
        var shares = new double[wants.Length];
        foreach (var i in order)
        {
            shares[i] = Math.Min(wants[i], capacity * weights[i] / weight);
            capacity -= shares[i];
            weight -= weights[i];
        }

        return shares;
    }
}

namespace Granary.Admission.Ledgers;

/// <summary>A division made once, for callers that keep none.</summary>
internal static class FairAllocation
{
    /// <summary>Parts in the order of <paramref name="agents"/>; they sum to at most <paramref name="limit"/>, exactly to it under contention.</summary>
    public static int[] Divide(int limit, IReadOnlyList<AgentDemand> agents, long round)
    {
        var division = new FairDivision();
        foreach (var agent in agents)
        {
            division.Set(new DivisionTaker(), agent.Demand, agent.Idle);
        }

        return division.All(limit, round);
    }
}

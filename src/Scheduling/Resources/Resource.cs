namespace Granary.Scheduling.Resources;

/// <summary>Units of which there is a limit. Counts what is leased and what is queued, and tells its constraints when availability moves.</summary>
internal sealed class Resource(string name, ResourceRole role)
{
    public string Name => name;

    public ResourceRole Role => role;

    /// <summary>False only for <c>submission</c>, for which nobody competes who also wants something more particular.</summary>
    public bool Typed { get; } = name != Tasks.ResourceNames.Submission;

    /// <summary>What is configured or declared.</summary>
    public int StaticLimit { get; private set; }

    /// <summary>What the outside takes at the moment, if that is less.</summary>
    public int OutsideLimit { get; private set; } = int.MaxValue;

    /// <summary>Limit in force.</summary>
    public int Limit { get; private set; }

    public int Leased { get; private set; }

    public int Queued { get; set; }

    public int Available => Limit - Leased;

    /// <summary>Those to tell. Few: one per class, or per shape that wants this very endpoint.</summary>
    public List<Constraint> Constraints { get; } = [];

    public bool Unused => Constraints.Count == 0 && Leased == 0 && Queued == 0;

    public void SetStaticLimit(int limit)
    {
        StaticLimit = limit;
        Apply();
    }

    public void SetOutsideLimit(int limit)
    {
        OutsideLimit = limit;
        Apply();
    }

    public void Lease(int amount)
    {
        Leased += amount;
        Tell();
    }

    public void GiveBack(int amount)
    {
        Leased = Math.Max(0, Leased - amount);
        Tell();
    }

    private void Apply()
    {
        var limit = Math.Min(StaticLimit, OutsideLimit);
        if (limit == Limit)
            return;

        Limit = limit;
        Tell();
    }

    private void Tell()
    {
        foreach (var constraint in Constraints)
        {
            constraint.Judge();
        }
    }
}

using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>One group's part in one resource.</summary>
internal sealed class GroupUse(Resource resource)
{
    public Resource Resource => resource;

    public int Queued { get; set; }

    public int Leased { get; set; }

    /// <summary>Units taken beyond the fair part and not yet repaid. Never above <see cref="Leased"/>.</summary>
    public int Debt { get; set; }

    public bool Empty => Queued == 0 && Leased == 0;
}

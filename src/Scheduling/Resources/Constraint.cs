namespace Granary.Scheduling.Resources;

/// <summary>One "at least so much available" of a class or shape, re-judged when its resource moves.</summary>
internal sealed class Constraint(Resource resource, int amount, IConstrained owner)
{
    public Resource Resource => resource;

    public int Amount => amount;

    public IConstrained Owner => owner;

    public bool Satisfied { get; private set; }

    /// <summary>Takes effect from now on; the owner counts it as short until the resource says otherwise.</summary>
    public void Attach()
    {
        resource.Constraints.Add(this);
        Judge();
    }

    public void Detach() => resource.Constraints.Remove(this);

    public void Judge()
    {
        var satisfied = resource.Available >= amount;
        if (satisfied == Satisfied)
            return;

        Satisfied = satisfied;
        owner.Changed(satisfied);
    }
}

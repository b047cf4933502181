namespace Granary.Scheduling.Resources;

/// <summary>
/// All shapes with the same demand on common resources. There are few of them, so that a common resource running out or coming back costs the
/// same whether one shape waits for it or hundreds.
/// </summary>
internal sealed class DemandClass : IConstrained
{
    private int _missing;

    public DemandClass(IReadOnlyList<Want> wants)
    {
        _missing = wants.Count;
        Constraints = [.. wants.Select(want => new Constraint(want.Resource, want.Amount, this))];
        foreach (var constraint in Constraints)
        {
            constraint.Attach();
        }
    }

    public Constraint[] Constraints { get; }

    public bool IsOpen => _missing == 0;

    /// <summary>Group heads whose other constraints hold.</summary>
    public int Heads { get; set; }

    /// <summary>The sum of the weights of those groups.</summary>
    public long Weight { get; set; }

    /// <summary>Shapes of this class; it goes with the last.</summary>
    public int Shapes { get; set; }

    public void Changed(bool satisfied) => _missing += satisfied ? -1 : 1;

    public void Retire()
    {
        foreach (var constraint in Constraints)
        {
            constraint.Detach();
        }
    }
}

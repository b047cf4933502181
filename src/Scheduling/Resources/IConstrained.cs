namespace Granary.Scheduling.Resources;

/// <summary>Open while all its constraints hold.</summary>
internal interface IConstrained
{
    /// <summary>Its heads are hard-eligible now.</summary>
    bool IsOpen { get; }

    /// <summary>Group heads that count while it is open.</summary>
    int Heads { get; }

    /// <summary>The sum of their groups' weights.</summary>
    long Weight { get; }

    /// <summary>One of its constraints began or ceased to hold.</summary>
    void Changed(bool satisfied);
}

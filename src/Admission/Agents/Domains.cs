namespace Granary.Admission.Agents;

/// <summary>The domains as array indices.</summary>
internal static class Domains
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>How many bands there are.</summary>
    public const int Bands = 3;
}

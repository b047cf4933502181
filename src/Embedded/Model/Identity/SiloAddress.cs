namespace Granary.Embedded;

/// <summary>Address of one silo incarnation. In one process it is a name only: nothing listens there.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>
{
    private SiloAddress(System.Net.IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>Place; the port tells silos apart.</summary>
    public System.Net.IPEndPoint Endpoint { get; }

    /// <summary>Grows with every restart of the silo.</summary>
    public int Generation { get; }

    /// <summary>Makes one.</summary>
    public static SiloAddress New(System.Net.IPEndPoint ep, int gen) => new(ep, gen);

    /// <summary>Makes one.</summary>
    public static SiloAddress New(System.Net.IPAddress address, int port, int generation) => new(new System.Net.IPEndPoint(address, port), generation);

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Endpoint.Port * 397) ^ Generation);

    /// <inheritdoc/>
    public override string ToString() => $"S{Endpoint}:{Generation}";
}

namespace Granary.Embedded;

/// <summary>The silo that a grain or service runs on.</summary>
public interface ILocalSiloDetails
{
    /// <summary>Name of the silo.</summary>
    string Name { get; }

    /// <summary>Name of the cluster.</summary>
    string ClusterId { get; }

    /// <summary>Name of the machine.</summary>
    string DnsHostName { get; }

    /// <summary>Address of this incarnation.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>Address of its gateway.</summary>
    SiloAddress GatewayAddress { get; }
}

namespace Granary.Embedded.Runtime;

/// <summary>Details of one silo.</summary>
internal sealed record SiloDetails(string Name, string ClusterId, SiloAddress SiloAddress) : ILocalSiloDetails
{
    public string DnsHostName => "localhost";

    public SiloAddress GatewayAddress => SiloAddress;
}

namespace Granary.Silo.Cluster;

/// <summary>How the silos of an Orleans build find each other and keep state. Configuration section <c>Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Cluster";

    /// <summary><c>localhost</c> (one silo, state in the storage folder; default) or <c>adonet</c> (PostgreSQL, needs <see cref="ConnectionString"/>).</summary>
    public string Clustering { get; set; } = "localhost";

    /// <summary>Npgsql connection string; required for <c>adonet</c>. Never logged.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Name of the cluster; silos of another name are not seen. Default <c>granary</c>.</summary>
    public string ClusterId { get; set; } = "granary";

    /// <summary>Name of the service that owns the stored state; never change it while state is kept. Default <c>granary</c>.</summary>
    public string ServiceId { get; set; } = "granary";

    /// <summary>Port for other silos. Default 11111, range 1 to 65535.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for clients of the cluster. Default 30000, range 1 to 65535.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Address at which other silos reach this one, an IP address; on Kubernetes the pod's, from the downward API. Default 127.0.0.1: silos of one
    /// machine.
    /// </summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>Serve the Orleans dashboard at <c>/dashboard</c>. It has no sign-in of its own, and the API is loopback-only. Default true.</summary>
    public bool Dashboard { get; set; } = true;
}

using System.Net;

using Microsoft.Extensions.Options;

namespace Granary.Silo.Cluster;

/// <summary>Checks <see cref="ClusterOptions"/> at start; reports every wrong value at once.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        List<string> errors = [];
        if (options.Clustering is not ("localhost" or "adonet"))
        {
            errors.Add($"Cluster:Clustering is '{options.Clustering}'; it must be localhost or adonet.");
        }

        if (options.Clustering == "adonet" && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            errors.Add("Cluster:ConnectionString is empty; clustering adonet needs a PostgreSQL connection string.");
        }

        if (string.IsNullOrWhiteSpace(options.ClusterId) || string.IsNullOrWhiteSpace(options.ServiceId))
        {
            errors.Add("Cluster:ClusterId and Cluster:ServiceId must not be empty.");
        }

        if (!IPAddress.TryParse(options.AdvertisedAddress, out _))
        {
            errors.Add($"Cluster:AdvertisedAddress is '{options.AdvertisedAddress}'; it must be an IP address.");
        }

        Port(errors, nameof(ClusterOptions.SiloPort), options.SiloPort);
        Port(errors, nameof(ClusterOptions.GatewayPort), options.GatewayPort);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Port(List<string> errors, string setting, int value)
    {
        if (value < 1 || value > 65535)
        {
            errors.Add($"Cluster:{setting} is {value}; allowed is 1 to 65535.");
        }
    }
}

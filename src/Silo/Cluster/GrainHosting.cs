using System.Net;

using Granary.Grains.Executors.Remote;
using Granary.Silo.Cluster;

using Microsoft.Extensions.Options;

using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Storage;

namespace Granary.Silo.Hosting;

/// <summary>Hosts the grains on a Microsoft Orleans silo. The only place that knows clustering, storage providers and the dashboard.</summary>
internal static class GrainHosting
{
    private const string Invariant = "Npgsql";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Cluster.ClusterOptions>().Bind(builder.Configuration.GetSection(Cluster.ClusterOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Cluster.ClusterOptions>, Cluster.ClusterOptionsValidator>();
        var cluster = Checked(builder.Configuration.GetSection(Cluster.ClusterOptions.Section).Get<Cluster.ClusterOptions>() ?? new Cluster.ClusterOptions());

        builder.UseOrleans(orleans =>
        {
            if (cluster.Clustering == "adonet")
            {
                OnPostgreSql(orleans, cluster);
            }
            else
            {
                OnLocalhost(orleans, cluster);
            }

            // The binary serializer of the messages, for stored state too: it keeps what [Id] marks, immutable collections included.
            orleans.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();

            // A name that outlives the process: the capacity ledger then knows a restarted silo for the one whose shares are still out.
            orleans.Configure<Orleans.Configuration.SiloOptions>(names => names.SiloName = $"{Environment.MachineName}-{cluster.SiloPort}");

            // What the silo is good for, where membership and operators see it.
            orleans.UseSiloMetadata(Labels(builder.Configuration));

            // A caller that gives up tells the callee, so that work nobody waits for stops.
            orleans.Configure<SiloMessagingOptions>(static messaging => messaging.CancelRequestOnTimeout = true);
            if (cluster.Dashboard)
            {
                orleans.AddDashboard();
            }
        });
    }

    public static void Map(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<Cluster.ClusterOptions>>().Value.Dashboard)
        {
            app.MapOrleansDashboard("/dashboard");
        }
    }

    private static Dictionary<string, string> Labels(IConfiguration configuration) =>
        (configuration.GetSection(SiloLabelOptions.Section).Get<SiloLabelOptions>() ?? new SiloLabelOptions()).Labels
            .Select(static label => label.Split('=', 2))
            .Where(static label => label.Length == 2)
            .GroupBy(static label => label[0], StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => string.Join(',', same.Select(static label => label[1])), StringComparer.Ordinal);

    private static void OnLocalhost(ISiloBuilder orleans, Cluster.ClusterOptions cluster)
    {
        orleans.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, primarySiloEndpoint: null, cluster.ServiceId, cluster.ClusterId);
        orleans.Services.AddGrainStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            static (services, _) => ActivatorUtilities.CreateInstance<JournalGrainStorage>(services));

        // Reminders only bring back what a dead silo held; a silo that stands alone asks for its unfinished runs when it starts.
        orleans.UseInMemoryReminderService();
    }

    private static void OnPostgreSql(ISiloBuilder orleans, Cluster.ClusterOptions cluster)
    {
        orleans.Configure<Orleans.Configuration.ClusterOptions>(names =>
        {
            names.ClusterId = cluster.ClusterId;
            names.ServiceId = cluster.ServiceId;
        });
        orleans.ConfigureEndpoints(IPAddress.Parse(cluster.AdvertisedAddress), cluster.SiloPort, cluster.GatewayPort);
        orleans.UseAdoNetClustering(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = cluster.ConnectionString;
        });
        orleans.AddAdoNetGrainStorageAsDefault(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = cluster.ConnectionString;
        });
        orleans.UseAdoNetReminderService(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = cluster.ConnectionString;
        });
    }

    private static Cluster.ClusterOptions Checked(Cluster.ClusterOptions options)
    {
        var result = new Cluster.ClusterOptionsValidator().Validate(null, options);
        return result.Failed
            ? throw new OptionsValidationException(Cluster.ClusterOptions.Section, typeof(Cluster.ClusterOptions), result.Failures)
            : options;
    }
}

using System.Net;

using Granary.Api;
using Granary.Api.Health;
using Granary.Executors;
using Granary.Grains;
using Granary.Grains.Artifacts;
using Granary.Journal;
using Granary.Silo.Loops;
using Granary.SocketLoops;

using Microsoft.Extensions.Options;

namespace Granary.Silo.Hosting;

/// <summary>
/// Puts one process together: configuration, grains on the runtime this was built for, the API on top. Order of configuration, later wins:
/// <c>granary.json</c>, environment (<c>GRANARY_Section__Key</c>), command line (<c>--Section:Key=value</c>).
/// </summary>
internal static class GranaryHost
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--listen"] = "Silo:Listen",
        ["--data"] = "Storage:Folder",
        ["--providers"] = "Gateway:ProvidersFile",
    };

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "granary-silo" });
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddJsonFile("granary.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("GRANARY_")
            .AddCommandLine(args, Switches);

        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration.GetSection(SiloOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<StartupNotice>();

        var silo = ConfigurationCheck.Read<SiloOptions>(builder.Configuration, SiloOptions.Section);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = silo.DrainTime + TimeSpan.FromSeconds(5));
        // Grains start first and stop last, so that everything after them may call grains for as long as it runs.
        GrainHosting.Add(builder);
        builder.Services.AddGranaryJournal(builder.Configuration, builder.Configuration["Storage:Folder"] ?? new StorageOptions().Folder);
        builder.Services.AddGranaryExecutors();
        builder.Services.AddGranaryGrains(builder.Configuration);
        builder.Services.AddGranaryApi(builder.Configuration);
        builder.Services.AddSingleton<ILivenessCheck, LoopLiveness>();
        Listen(builder, silo);

        var app = builder.Build();
        app.MapGranaryApi();
        LoopEndpoints.Map(app);
        GrainHosting.Map(app);
        return app;
    }

    private static void Listen(WebApplicationBuilder builder, SiloOptions silo)
    {
        builder.WebHost.UseSocketLoops();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The server is the first thing that is made, so here the settings of everybody are judged, the address among them.
            ConfigurationCheck.Run(kestrel.ApplicationServices);
            var address = new Uri(silo.Listen);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
            kestrel.Limits.MaxConcurrentConnections = 10_000;

            // Every route bounds its own body and says which setting moves the bound; this is the last line behind them.
            kestrel.Limits.MaxRequestBodySize = 512L * 1024 * 1024;
            if (address.Host == "localhost" && address.Port != 0)
            {
                kestrel.ListenLocalhost(address.Port);
            }
            else
            {
                kestrel.Listen(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host.Trim('[', ']')), address.Port);
            }
        });
    }
}

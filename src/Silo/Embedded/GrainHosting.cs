using Granary.Embedded.Hosting;
using Granary.Grains;
using Granary.Grains.Artifacts;

namespace Granary.Silo.Hosting;

/// <summary>Hosts the grains inside this process, their state and reminders in the folder <c>state</c> of the storage folder.</summary>
internal static class GrainHosting
{
    public static void Add(WebApplicationBuilder builder)
    {
        var storage = ConfigurationCheck.Read<StorageOptions>(builder.Configuration, "Storage");
        builder.UseEmbeddedGrains(grains =>
        {
            grains.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            grains.StateFolder = Path.Combine(storage.Folder, "state");
        });
    }

    /// <summary>Embedded grains have no page of their own.</summary>
    public static void Map(WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}

using Granary.Journal.Backends;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Journal;

/// <summary>Registers the journal of a process.</summary>
public static class JournalServices
{
    /// <summary>
    /// Adds <see cref="IJournalBackend"/> as section <c>Journal</c> says, with its signals. <paramref name="storageFolder"/> is where the journal lies unless
    /// told otherwise. Needs a <see cref="TimeProvider"/>, metrics and logging.
    /// </summary>
    public static IServiceCollection AddGranaryJournal(this IServiceCollection services, IConfiguration configuration, string storageFolder)
    {
        services.AddOptions<JournalOptions>().Bind(configuration.GetSection(JournalOptions.Section)).ValidateOnStart();
        services.PostConfigure<JournalOptions>(options => options.Path = options.Path.Length > 0 ? options.Path : Path.Combine(storageFolder, "journal"));
        services.AddSingleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton<JournalInstruments>();
        services.AddSingleton<IJournalBackend>(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<JournalOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            var instruments = provider.GetRequiredService<JournalInstruments>();
            return options.Backend == JournalBackends.Postgres
                ? new PostgresBackend(options, time, instruments)
                : new SegmentsBackend(options, time, instruments);
        });
        return services;
    }
}

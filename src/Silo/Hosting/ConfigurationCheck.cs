using Microsoft.Extensions.Options;

namespace Granary.Silo.Hosting;

/// <summary>
/// Judges the settings of all features before anything is made from them, so that whoever wrote several wrong values hears of all of them at once.
/// </summary>
internal static class ConfigurationCheck
{
    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsValidationException">With everything that is wrong, over all sections.</exception>
    /// <exception cref="StartupException">A value is not even of the kind that its setting wants; the rest was not looked at.</exception>
    public static void Run(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (AggregateException several)
        {
            throw new OptionsValidationException(
                string.Empty, typeof(object), several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(static one => one.Failures));
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartupException(unreadable.Message);
        }
    }

    /// <summary>Settings that are needed before there are services. Nobody has judged them yet.</summary>
    /// <exception cref="StartupException">A value is not of the kind that its setting wants.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartupException(unreadable.Message);
        }
    }
}

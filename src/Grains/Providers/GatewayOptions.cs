namespace Granary.Grains.Providers;

/// <summary>Configuration section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>Where <see cref="ProvidersFile"/> points if nobody says otherwise.</summary>
    public const string DefaultProvidersFile = "providers.yaml";

    /// <summary>
    /// The provider document, YAML or (named <c>.json</c>) JSON; relative to the working folder. If the default file does not exist, a built-in
    /// document with one simulated provider is in force; any other file must exist.
    /// </summary>
    public string ProvidersFile { get; set; } = DefaultProvidersFile;

    /// <summary>How often the file is looked at for changes. Default 500 ms; 100 ms to 1 min.</summary>
    public TimeSpan ProvidersPoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Seed of the spread of retry pauses; null = drawn at start, so that processes differ.</summary>
    public ulong? RetrySeed { get; set; }
}

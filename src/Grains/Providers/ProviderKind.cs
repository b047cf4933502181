namespace Granary.Grains.Providers;

/// <summary>How a provider is spoken to.</summary>
internal enum ProviderKind
{
    /// <summary>Any server with the OpenAI chat API.</summary>
    OpenAICompatible,

    /// <summary>The bundled simulator, inside this process.</summary>
    Simulator,
}

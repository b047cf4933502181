namespace Granary.Abstractions.Models;

/// <summary>A caller-side name for one model of one provider, as the provider document declares it.</summary>
/// <param name="Name">Caller-side name, unique in the document.</param>
/// <param name="Provider">Name of the provider entry; first part of the resource key.</param>
/// <param name="ProviderKind"><c>openai-compatible</c> or <c>simulator</c>.</param>
/// <param name="Model">The provider's model id; second part of the resource key.</param>
/// <param name="Domain"><c>chat</c>, <c>embedding</c> or <c>image</c>; third part of the resource key.</param>
/// <param name="Cap">Configured maximum of calls in flight. Several aliases of one endpoint: the smallest counts.</param>
/// <param name="Hidden">Not listed by <c>/v1/models</c>.</param>
/// <param name="Price">What it costs; null: not known.</param>
[GenerateSerializer, Immutable, Alias("granary.ModelAlias")]
public sealed record ModelAlias(
    [property: Id(0)] string Name,
    [property: Id(1)] string Provider,
    [property: Id(2)] string ProviderKind,
    [property: Id(3)] string Model,
    [property: Id(4)] string Domain,
    [property: Id(5)] int Cap,
    [property: Id(6)] bool Hidden,
    [property: Id(7)] ModelPrice? Price = null);

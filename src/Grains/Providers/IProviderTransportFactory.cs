namespace Granary.Grains.Providers;

/// <summary>Makes the transport of a provider. Tests put scripted ones in its place.</summary>
internal interface IProviderTransportFactory
{
    IProviderTransport Create(ProviderDefinition provider, ProviderSecret? secret);
}

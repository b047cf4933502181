using System.Text;

using Granary.Grains.Providers;

using Microsoft.Extensions.Hosting;

namespace Granary.Simulation.Runs;

/// <summary>Puts the provider document in force when a silo starts; there is no file to watch.</summary>
internal sealed class DocumentService(ProviderDirectory directory, ProviderDocument document) : IHostedService
{
    /// <summary>Two providers, for whole runs in trouble.</summary>
    public static ProviderDocument Troubled { get; } = Read(
        """
        version: 1
        providers:
          p1: { kind: openai-compatible, baseUrl: "http://p1.test/v1", timeouts: { firstByte: 20s, total: 30s } }
          p2: { kind: openai-compatible, baseUrl: "http://p2.test/v1", timeouts: { firstByte: 20s, total: 30s } }
        aliases:
          first: { provider: p1, model: m1, cap: 16, retry: { retries: 1, pause: 500ms } }
          second: { provider: p2, model: m2, cap: 8, retry: { retries: 0 } }
        """);

    public static ProviderDocument Read(string yaml) => ProviderDocumentReader.Read(Encoding.UTF8.GetBytes(yaml), "yaml") is { Document: { } document }
        ? document
        : throw new InvalidOperationException("The provider document of the simulation is not valid.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        directory.Apply(document);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

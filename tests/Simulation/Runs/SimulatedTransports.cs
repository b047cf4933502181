using System.Net;
using System.Text;
using System.Text.Json;

using Granary.Grains.Providers;

namespace Granary.Simulation.Runs;

/// <summary>The wire between one silo and the simulated providers. Everything above it is production code.</summary>
internal sealed class SimulatedTransports(IReadOnlyDictionary<string, TroubledProvider> providers, TimeProvider time) : IProviderTransportFactory
{
    public IProviderTransport Create(ProviderDefinition provider, ProviderSecret? secret) => new Transport(providers[provider.Name], time);

    private sealed class Transport(TroubledProvider provider, TimeProvider time) : IProviderTransport
    {
        public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            using var body = JsonDocument.Parse(sent);
            var messages = string.Concat(body.RootElement.GetProperty("messages").EnumerateArray().Select(static message => message.GetProperty("content").GetString()));
            var answer = provider.Answer(messages, time.GetUtcNow());
            await Task.Delay(answer.After, time, cancellationToken);
            if (answer.Status == ProviderAnswer.Broken)
            {
                throw new HttpRequestException("The simulated connection broke.");
            }

            var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body)) };
            response.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
            if (answer.Status == 429)
            {
                response.Headers.TryAddWithoutValidation("retry-after", "1");
            }

            return response;
        }

        public void Dispose()
        {
        }
    }
}

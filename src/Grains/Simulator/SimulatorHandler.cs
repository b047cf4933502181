using System.Net;

namespace Granary.Grains.Simulator;

/// <summary>
/// The simulated provider as the innermost handler of an HTTP client: everything above it is the code that speaks to real providers.
/// Never touches a socket or another thread.
/// </summary>
internal sealed class SimulatorHandler(SimulatedProvider provider) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = await provider.AnswerAsync(request.Method.Method, request.RequestUri!.AbsolutePath, body, cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(new SimulatedBodyStream(answer, provider.Time)),
        };
        response.Content.Headers.TryAddWithoutValidation("content-type", answer.ContentType);
        response.Content.Headers.ContentLength = answer.ContentLength;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

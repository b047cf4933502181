using System.Net;
using System.Text;

namespace Granary.Cli.Tests;

/// <summary>Answers by method and path; keeps what it was asked.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> _answers = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public List<string> Bodies { get; } = [];

    public ScriptedServer On(string request, HttpStatusCode status, string body, string type = "application/json")
    {
        if (!_answers.TryGetValue(request, out var queue))
        {
            _answers[request] = queue = new Queue<Func<HttpResponseMessage>>();
        }

        queue.Enqueue(() => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Asked.Add(key);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        if (!_answers.TryGetValue(key, out var queue))
        {
            throw new HttpRequestException($"nothing scripted for {key}");
        }

        return (queue.Count > 1 ? queue.Dequeue() : queue.Peek())();
    }
}

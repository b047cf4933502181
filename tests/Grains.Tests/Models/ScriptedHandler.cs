using System.Net;
using System.Text;

namespace Granary.Grains.Tests.Models;

/// <summary>Answers each request with the next step of a script; the last step answers all further ones.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly List<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _steps = [];

    public List<string> Bodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public int Calls => Bodies.Count;

    public ScriptedHandler Then(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> step)
    {
        _steps.Add(step);
        return this;
    }

    public ScriptedHandler Answer(int status, string body, params (string Name, string Value)[] headers) =>
        Then((_, _) => Task.FromResult(Response(status, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), "application/json", headers)));

    public ScriptedHandler Stream(Func<Stream> body) =>
        Then((_, _) => Task.FromResult(Response(200, new StreamContent(body()), "text/event-stream", [])));

    public ScriptedHandler Fail(Exception exception) => Then((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public ScriptedHandler Hang() => Then(async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException();
    });

    public static HttpResponseMessage Response(int status, HttpContent content, string type, (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        response.Content.Headers.TryAddWithoutValidation("content-type", type);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
        return await _steps[Math.Min(Bodies.Count, _steps.Count) - 1](request, cancellationToken);
    }
}

using System.IO.Pipelines;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Recovery;

/// <summary>A response that nobody reads: status and headers are kept, the body goes nowhere (the capture in front of it keeps it).</summary>
internal sealed class ReplayResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();

    public ReplayResponse() => Writer = PipeWriter.Create(Stream.Null);

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Body { get; set; } = Stream.Null;

    public Stream Stream => Stream.Null;

    public PipeWriter Writer { get; }

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            while (_onStarting.TryPop(out var next))
            {
                await next.Callback(next.State);
            }
        }
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => StartAsync(cancellationToken);

    public Task CompleteAsync() => StartAsync(CancellationToken.None);

    /// <summary>After the pipeline: what handlers asked to be called at the end.</summary>
    public async Task EndAsync()
    {
        await StartAsync();
        while (_onCompleted.TryPop(out var next))
        {
            await next.Callback(next.State);
        }
    }
}

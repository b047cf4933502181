using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>The whole request pipeline of the process, routing included, for requests that come from the journal instead of a connection.</summary>
internal sealed class ReplayPipeline
{
    private RequestDelegate? _pipeline;

    public void Use(RequestDelegate pipeline) => _pipeline = pipeline;

    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public Task RunAsync(HttpContext context) =>
        (_pipeline ?? throw new InvalidOperationException("The request pipeline is built when the server starts; nothing can be run before."))(context);
}

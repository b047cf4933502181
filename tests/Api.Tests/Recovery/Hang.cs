using System.Collections.Concurrent;
using System.Diagnostics;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Recovery;

/// <summary>A handler that begins and does not end, as in a process that dies in it.</summary>
internal sealed class Hang
{
    private readonly SemaphoreSlim _begun = new(0);
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Ids { get; } = new();

    /// <summary>Trace of the last request that began.</summary>
    public string? Trace { get; private set; }

    public void Begin(HttpContext context)
    {
        Ids.Enqueue(context.Response.Headers["x-request-id"].ToString());
        Trace = Activity.Current?.TraceId.ToString();
        _begun.Release();
    }

    public Task RunAsync(HttpContext context)
    {
        Begin(context);
        return _never.Task;
    }

    /// <summary>One more request has begun.</summary>
    public async Task BegunAsync() => Assert.True(await _begun.WaitAsync(RecoveryRig.Patience));

    /// <summary>Lets the handlers go, when nobody listens to them any more.</summary>
    public void Release() => _never.TrySetResult();
}

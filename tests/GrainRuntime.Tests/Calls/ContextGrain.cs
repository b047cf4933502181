namespace Granary.GrainRuntime.Tests.Calls;

public sealed class ContextGrain : Grain, IContextGrain
{
    public Task<string?> ReadAsync(string key) => Task.FromResult((string?)RequestContext.Get(key));

    public async Task<string?> SetAndAskAsync(string key, string value, string other)
    {
        RequestContext.Set(key, value);
        await Task.Yield();
        return await GrainFactory.GetGrain<IContextGrain>(other).ReadAsync(key);
    }

    public Task<string?> AskAsync(string key, string other) => GrainFactory.GetGrain<IContextGrain>(other).ReadAsync(key);
}

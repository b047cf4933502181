namespace Granary.GrainRuntime.Tests.Turns;

public sealed class ChainGrain : Grain, IChainGrain
{
    private string _doing = "nothing";

    public async Task<string> CallAndBackAsync(string other, bool allow)
    {
        _doing = "waiting";
        using var chain = allow ? RequestContext.AllowCallChainReentrancy() : RequestContext.SuppressCallChainReentrancy();
        var answer = await GrainFactory.GetGrain<IChainGrain>(other).CallBackAsync(this.GetPrimaryKeyString());
        _doing = "nothing";
        return answer;
    }

    public async Task<string> CallBackAsync(string caller) =>
        "back: " + await GrainFactory.GetGrain<IChainGrain>(caller).EchoAsync("hello");

    public Task<string> EchoAsync(string text) => Task.FromResult($"{text} while {_doing}");

    public async Task<string> AllowedOnlyBeforeAsync(string other)
    {
        using (RequestContext.AllowCallChainReentrancy())
        {
            await GrainFactory.GetGrain<IChainGrain>(other).CallBackAsync(this.GetPrimaryKeyString());
        }

        return await GrainFactory.GetGrain<IChainGrain>(other).CallBackAsync(this.GetPrimaryKeyString());
    }

    public async Task<string> CallSelfAsync()
    {
        using var chain = RequestContext.AllowCallChainReentrancy();
        return await this.AsReference<IChainGrain>().EchoAsync("self");
    }
}

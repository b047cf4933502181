namespace Granary.GrainRuntime.Tests.Filters;

/// <summary>Filters its own calls, too.</summary>
public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is string text)
        {
            context.Result = $"{text}!";
        }
    }

    public Task<string> EchoAsync(string text) => Task.FromResult($"{text} {RequestContext.Get("tag") ?? "untagged"}");
}

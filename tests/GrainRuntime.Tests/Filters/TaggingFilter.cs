namespace Granary.GrainRuntime.Tests.Filters;

/// <summary>Notes calls whose request context has a gate in it, and changes their results.</summary>
public sealed class TaggingFilter : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (Gated() is not { } gate)
        {
            await context.Invoke();
            return;
        }

        gate.Note($"in {context.MethodName} {context.ImplementationMethod.DeclaringType?.Name} {context.TargetId.Key} {context.Request.GetArgument(0)}");
        if ((string?)context.Request.GetArgument(0) == "forbidden")
        {
            throw new UnauthorizedAccessException("The filter says no.");
        }

        await context.Invoke();
        context.Result = $"<{context.Result}>";
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Gated() is not { } gate)
        {
            await context.Invoke();
            return;
        }

        gate.Note($"out {context.InterfaceMethod.Name} {context.TargetId.Key}");
        RequestContext.Set("tag", "set by the filter");
        await context.Invoke();
        context.Result = $"[{context.Result}]";
    }

    private static Gate? Gated() => RequestContext.Get("gate") is string name ? Gate.Of(name) : null;
}

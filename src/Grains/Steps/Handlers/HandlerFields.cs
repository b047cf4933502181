using Granary.Abstractions.Executors;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Steps.Handlers;

/// <summary>Reads <c>pool</c> and <c>handler</c>, and says at once when there is no such thing.</summary>
internal sealed class HandlerFields(IHandlerCalls handlers)
{
    /// <summary>The way to the handlers.</summary>
    public IHandlerCalls Calls => handlers;

    /// <summary>The plan; null, reported, when something is wrong.</summary>
    public HandlerPlan? Read(FieldReader fields)
    {
        var pool = fields.Required("pool", "Name an executor pool (Executors:Pools).");
        var handler = fields.Required("handler", "Name a handler of the pool; of a Python pool as module:function.");
        var (poolName, handlerName) = (pool?.ReadText(fields.Errors, 64), handler?.ReadText(fields.Errors, 256));
        if (poolName is null || handlerName is null)
        {
            return null;
        }

        if (handlers.Check(poolName, handlerName, null) is not { } refusal)
        {
            return new HandlerPlan(poolName, handlerName);
        }

        var (code, place) = refusal.Code == TaskFailureCodes.UnknownPool
            ? (RunErrorCodes.UnknownPool, pool!)
            : (RunErrorCodes.UnknownHandler, handler!);
        fields.Errors.Add(code, place, refusal.Message);
        return null;
    }
}

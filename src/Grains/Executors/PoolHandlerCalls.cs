using Granary.Abstractions.Executors;
using Granary.Executors;
using Granary.Grains.Values;

namespace Granary.Grains.Executors;

/// <summary>Handler calls on the pools of this process. What is remote about a remote pool is the pool's own business.</summary>
internal sealed class PoolHandlerCalls(IExecutorPools pools, TimeProvider time) : IHandlerCalls
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public TaskFailure? Check(string pool, string handler, TaskPayload? input)
    {
        if (Find(pool) is not { } found)
        {
            return UnknownPool(pool);
        }

        if (found.Handlers is { } known && !known.Any(info => info.Name == handler))
        {
            var hint = NearestName.Hint(handler, known.Select(static info => info.Name), "handlers");
            return new TaskFailure(TaskFailureCodes.UnknownHandler, $"Pool '{found.Name}' has no handler '{handler}'. {hint}", Pointer: "/handler");
        }

        return input is not null && pool.Length > 0 && input.Data.Length > pools.OptionsOf(pool).MaxPayload
            ? new TaskFailure(
                TaskFailureCodes.PayloadTooLarge,
                $"The input has {input.Data.Length} bytes; pool '{pool}' takes {pools.OptionsOf(pool).MaxPayload} (MaxPayload).",
                Pointer: "/input")
            : null;
    }

    public async Task<TaskFailure?> CheckAtStartAsync(string pool, string handler, CancellationToken cancellationToken)
    {
        if (Find(pool) is { } found)
        {
            var ready = found.WhenReadyAsync(cancellationToken);
            while (found.Handlers is null && found.Snapshot() is { State: ExecutorPoolState.Starting })
            {
                await Task.WhenAny(ready, Task.Delay(LookAgain, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return Check(pool, handler, null);
    }

    public async Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken)
    {
        if (Find(call.Pool) is not { } pool)
        {
            return TaskOutcome.Failed(UnknownPool(call.Pool));
        }

        var outcome = await pool.RunAsync(
            new ExecutorCall(call.Handler)
            {
                Affinity = call.Affinity,
                Priority = ExecutorPriority.Of(call.Band),
                TimeLeft = call.TimeLeft,
                Attempt = call.Attempt,
                Tenant = call.Tenant,
                Progress = call.OnProgress is { } heard ? progress => heard(TaskWire.Progress(progress)) : null,
                Started = call.OnStarted,
            },
            TaskWire.Argument(call.Input),
            cancellationToken);
        return TaskWire.Outcome(outcome);
    }

    private IExecutorPool? Find(string pool) => pool.Length == 0 ? pools.Inline : pools.Find(pool);

    private TaskFailure UnknownPool(string pool) => new(
        TaskFailureCodes.UnknownPool,
        $"There is no executor pool '{pool}'. {NearestName.Hint(pool, pools.Names, "pools")}",
        Pointer: "/pool");
}

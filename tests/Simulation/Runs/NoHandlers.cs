using Granary.Abstractions.Executors;

namespace Granary.Simulation.Runs;

/// <summary>No pool has a handler here.</summary>
internal sealed class NoHandlers : IHandlerCalls
{
    private static readonly TaskFailure None = new(TaskFailureCodes.UnknownPool, "there is none");

    public TaskFailure? Check(string pool, string handler, TaskPayload? input) => None;

    public Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken) => Task.FromResult(TaskOutcome.Failed(None.Code, None.Message));
}

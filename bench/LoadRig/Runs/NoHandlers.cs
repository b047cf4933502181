using Granary.Abstractions.Executors;

namespace Granary.LoadRig.Runs;

/// <summary>No pool has a handler here.</summary>
internal sealed class NoHandlers : IHandlerCalls
{
    private static readonly TaskFailure _none = new(TaskFailureCodes.UnknownPool, "there is none");

    public TaskFailure? Check(string pool, string handler, TaskPayload? input) => _none;

    public Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken) => Task.FromResult(TaskOutcome.Failed(_none.Code, _none.Message));
}

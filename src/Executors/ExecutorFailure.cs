namespace Granary.Executors;

/// <summary>Why a task has no value.</summary>
/// <param name="Code">One of <see cref="ExecutorFailureCodes"/>.</param>
/// <param name="Message">A sentence that names the pool and, where one would help, the limit.</param>
/// <param name="Exception">What the work threw, with <c>task_failed</c>.</param>
public sealed record ExecutorFailure(string Code, string Message, Exception? Exception = null);

using System.Runtime.ExceptionServices;

namespace Granary.Api.Recovery;

/// <summary>How a handler ended.</summary>
/// <param name="Capture">What it wrote; the end of it is still held back.</param>
/// <param name="Failure">Why another run is needed, or null.</param>
/// <param name="Error">What it threw after its answer had begun.</param>
internal readonly record struct RecoverableRun(AnswerCapture Capture, string? Failure, ExceptionDispatchInfo? Error);

namespace Granary.Admission.Events;

/// <summary>On whose account a request was made; null where it does not apply. Captured once, never read from ambient context later.</summary>
/// <param name="RunId">Run.</param>
/// <param name="Column">Column of the run.</param>
/// <param name="RequestId">Our id of an interactive call.</param>
/// <param name="TraceId">W3C trace id.</param>
/// <param name="SpanId">W3C span id.</param>
/// <param name="Task">Execution of a task of the run.</param>
public sealed record RequestCorrelation(string? RunId, string? Column, string? RequestId, string? TraceId, string? SpanId, RequestTask? Task = null);

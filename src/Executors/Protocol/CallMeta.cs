namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Call"/>.</summary>
internal sealed record CallMeta(
    string Handler,
    double? TimeLeftMs = null,
    int Attempt = 1,
    string? Traceparent = null,
    string? Tracestate = null,
    string? Tenant = null,
    long? Size = null);

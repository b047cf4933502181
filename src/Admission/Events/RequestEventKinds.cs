namespace Granary.Admission.Events;

/// <summary>A set of kinds: one bit each, so that asking costs one test.</summary>
/// <param name="Mask">The bits.</param>
public readonly record struct RequestEventKinds(uint Mask)
{
    /// <summary>No kind.</summary>
    public static RequestEventKinds None { get; }

    /// <summary>Every kind.</summary>
    public static RequestEventKinds All { get; } = new((1u << RequestEventNames.Count) - 1);

    /// <summary>Diagnostics, which keep reserved places in full rings.</summary>
    public static RequestEventKinds Diagnostics { get; } = Of(RequestEventKind.ReleaseDiagnostic, RequestEventKind.LeaseExpired);

    /// <summary>These kinds.</summary>
    public static RequestEventKinds Of(params ReadOnlySpan<RequestEventKind> kinds)
    {
        var mask = 0u;
        foreach (var kind in kinds)
        {
            mask |= 1u << (int)kind;
        }

        return new RequestEventKinds(mask);
    }

    /// <summary>The kind is in it.</summary>
    public bool Has(RequestEventKind kind) => (Mask & (1u << (int)kind)) != 0;

    /// <summary>Kinds of either.</summary>
    public static RequestEventKinds operator |(RequestEventKinds left, RequestEventKinds right) => new(left.Mask | right.Mask);
}

using Granary.Abstractions.Executors;

namespace Granary.Executors.Payloads;

/// <summary>A value that cannot be written, read or taken. Becomes the failure of its task.</summary>
internal sealed class PayloadException(string code, string message, string? pointer = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="TaskFailureCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>JSON pointer to the part that does not fit.</summary>
    public string? Pointer { get; } = pointer;
}

using Granary.Abstractions.Executors;

namespace Granary.Executors.Protocol;

/// <summary>Why a call has no value, as a worker says it.</summary>
internal static class ErrorReasons
{
    public const string Handler = "handler";
    public const string Argument = "argument";
    public const string Result = "result";
    public const string Cancelled = "cancelled";
    public const string Unknown = "unknown";

    /// <summary>With <see cref="Result"/>, as type: it is larger than the payload limit.</summary>
    public const string TooLarge = "payload_too_large";

    /// <summary>The failure code of a reason; null if there is no such reason.</summary>
    public static string? CodeOf(string reason, string? type) => reason switch
    {
        // A handler that is cancelled and was not asked to has failed by itself.
        Handler or Cancelled => TaskFailureCodes.Failed,
        Argument => TaskFailureCodes.ArgumentNotSerializable,
        Result when string.Equals(type, TooLarge, StringComparison.Ordinal) => TaskFailureCodes.PayloadTooLarge,
        Result => TaskFailureCodes.ResultNotSerializable,
        Unknown => TaskFailureCodes.UnknownHandler,
        _ => null,
    };
}

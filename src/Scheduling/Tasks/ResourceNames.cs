using Granary.Admission;

namespace Granary.Scheduling.Tasks;

/// <summary>Names of scheduler resources.</summary>
public static class ResourceNames
{
    /// <summary>A place in the process: every task wants one.</summary>
    public const string Submission = "submission";

    /// <summary>A place among the tasks that wait for models.</summary>
    public const string LlmWait = "llm_wait";

    internal const string RequestPrefix = "request:";
    internal const string ExclusivePrefix = "exclusive:";

    /// <summary>A place at an endpoint.</summary>
    public static string Request(EndpointKey endpoint) => $"{RequestPrefix}{endpoint}";

    /// <summary>The one place of a generator whose tasks must not overlap, within a run. Its limit is 1 without being configured.</summary>
    public static string Exclusive(string run, string generator) => $"{ExclusivePrefix}{run}/{generator}";

    /// <summary>One endpoint or generator among many, as opposed to a resource that whole classes of work share.</summary>
    internal static bool IsParticular(string name) => IsRequest(name) || name.StartsWith(ExclusivePrefix, StringComparison.Ordinal);

    internal static bool IsRequest(string name) => name.StartsWith(RequestPrefix, StringComparison.Ordinal);
}
